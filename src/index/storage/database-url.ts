/**
 * Reads `database.url`: `sqlite:FILE`, a file under the data directory, or a `postgres://` address. The form to
 * show has neither a password nor options, in which passwords can stand too.
 */
import { resolve } from 'node:path'
import { StorageError } from './storage-error.ts'

export type DatabaseAddress =
  | { readonly engine: 'sqlite'; readonly file: string; readonly shown: string }
  | { readonly engine: 'postgres'; readonly url: string; readonly shown: string }

/** Throws StorageError `refused` when it is neither. */
export function parseDatabaseUrl(url: string, dataDirectory: string): DatabaseAddress {
  if (url.startsWith('sqlite:')) {
    const file = resolve(dataDirectory, url.slice('sqlite:'.length))
    return { engine: 'sqlite', file, shown: `sqlite:${file}` }
  }
  // Without credentials, because an address that is wrong may have the password anywhere.
  if (!/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url)) throw notReadable()
  return parsePostgresUrl(new URL(url))
}

function parsePostgresUrl(url: URL): DatabaseAddress {
  const user = url.username === '' ? '' : `${url.username}@`
  const host = url.host === '' ? (url.searchParams.get('host') ?? '') : url.host
  const shown = `postgres://${user}${host}${url.pathname}`
  // pg takes these for verify-full too, but warns on standard error that it will not for ever.
  if (['prefer', 'require', 'verify-ca'].includes(url.searchParams.get('sslmode') ?? ''))
    url.searchParams.set('sslmode', 'verify-full')
  return { engine: 'postgres', url: url.href, shown }
}

function notReadable(): StorageError {
  return new StorageError(
    'refused',
    'database.url cannot be read; write "sqlite:" and a file name, or postgres://user:password@host/database with every special character of the password as %xx',
  )
}
