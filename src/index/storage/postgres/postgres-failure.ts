/** What an error of PostgreSQL, of its driver or of the network means to callers. */
import { systemCode } from '#base/start-error'
import { type Failure, StorageError, storageError } from '../storage-error.ts'

/** More callers wait for a connection than may. */
export class PoolBusy extends Error {
  override readonly name = 'PoolBusy'
}

type Meaning = Omit<Failure, 'reason'>

/** SQLSTATE codes or their first two characters (PostgreSQL's manual, appendix A). */
const meanings: Readonly<Record<string, Meaning>> = {
  '08': { code: 'unreachable' },
  '23': { code: 'constraint' },
  '25006': { code: 'refused', remedy: 'it takes no writes now; name the primary in database.url' },
  '28': { code: 'refused', remedy: 'correct the user and the password in database.url' },
  '3D000': { code: 'refused', remedy: 'make it with createdb, or correct database.url' },
  '40': { code: 'busy' },
  '40001': { code: 'conflict' },
  '40P01': { code: 'conflict' },
  '42501': { code: 'refused', remedy: 'give the user rights to it: make it the owner' },
  '53100': { code: 'full' },
  '53': { code: 'busy' },
  '55P03': { code: 'busy' },
  '57014': { code: 'timeout' },
  '57P': { code: 'unreachable' },
  '58': { code: 'unreachable', remedy: 'look at its log' },
  XX001: { code: 'damaged', remedy: 'restore a backup with pg_restore' },
  XX002: { code: 'damaged', remedy: 'run REINDEX in it, or restore a backup with pg_restore' },
}

/** Codes of the system and of TLS that a connection attempt ends with. */
const networkCodes = /^(?:E(?:CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)|ENOENT$)/
const tlsCodes = /^(?:ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

/** What pg says without a code. */
const lostTexts =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client was closed|Client has encountered a connection error|not queryable/
const lateText = 'Query read timeout'
const refusedTexts = /SASL|password must be|does not support SSL/

export function explainPostgres(shownUrl: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const reason = reasonOf(error)
  return storageError(shownUrl, { ...meaningOf(error, reason), reason }, error)
}

/** Whether the connection that it came from is of no use any more. */
export function isLostConnection(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === lateText || meaningOf(error, reason).code === 'unreachable'
}

function meaningOf(error: unknown, reason: string): Meaning {
  if (error instanceof PoolBusy) return { code: 'busy' }
  const code = systemCode(error)
  const known = meanings[code] ?? meanings[code.slice(0, 3)] ?? meanings[code.slice(0, 2)]
  if (known !== undefined) return known
  if (networkCodes.test(code) || lostTexts.test(reason)) return { code: 'unreachable' }
  if (tlsCodes.test(code) || refusedTexts.test(reason)) return { code: 'refused' }
  return { code: reason === lateText ? 'timeout' : 'internal' }
}

function reasonOf(error: unknown): string {
  // Node tries each address of a name, and its error then has no message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
