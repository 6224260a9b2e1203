/**
 * The keys of this tracker, kept in the data directory so that connection ids stay valid over a restart:
 *
 *     waggle-keys 1
 *     <16 hex digits: key of connection ids> <16 hex digits: seed of the hash tables> <8: checksum>
 *
 * Made at the first start, mode 0600. Losing the file costs each client one new connection id.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StartError } from '#base/start-error'
import type { TrackerSecrets } from '#tracker/threads/thread-setup'
import type { DataDirectory } from './data-directory.ts'

const fileName = 'keys'
const form = /^waggle-keys 1\n([0-9a-f]{16}) ([0-9a-f]{16}) ([0-9a-f]{8})\n$/

/** Reads the keys, or makes them. Throws StartError when the file is there but broken. */
export function loadSecrets(directory: DataDirectory, configured: string): TrackerSecrets {
  const path = directory.file(fileName)
  const problem = (reason: string): StartError =>
    new StartError(
      `data.directory = "${configured}": ${path} ${reason}; restore it from a backup, or remove it and new keys are made (clients then ask for new connection ids, which takes them seconds)`,
    )
  let text: string
  try {
    if (!existsSync(path)) {
      writeFileSync(`${path}.new`, newKeys(), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    }
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw problem(`cannot be used (${String(error)})`)
  }
  const [, connection = '', swarm = '', checksum = ''] = form.exec(text) ?? []
  if (checksum === '' || checksum !== checksumOf(connection, swarm)) throw problem('is broken')
  return { connection: wordsOf(connection), swarm: wordsOf(swarm) }
}

function newKeys(): string {
  const connection = randomBytes(8).toString('hex')
  const swarm = randomBytes(8).toString('hex')
  return `waggle-keys 1\n${connection} ${swarm} ${checksumOf(connection, swarm)}\n`
}

function checksumOf(connection: string, swarm: string): string {
  return createHash('sha256').update(`${connection} ${swarm}`).digest('hex').slice(0, 8)
}

function wordsOf(hex: string): [number, number] {
  const bytes = Buffer.from(hex, 'hex')
  return [bytes.readInt32BE(0), bytes.readInt32BE(4)]
}
