/*
 * A torrent for one scenario: a random file of its own, so that no two scenarios share a swarm, and
 * the SHA-256 by which its arrival is judged. The .torrent is made by libtorrent, not by us.
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

export interface Torrent {
  /** The .torrent file. */
  readonly file: string
  /** What it is called inside a client's download directory. */
  readonly name: string
  /** Where the complete data lies, for seeds. */
  readonly seedDirectory: string
  readonly sha256: string
  /** Info-hashes in hex as they are announced; `v2` is the truncated one of a hybrid torrent. */
  readonly hash: string
  readonly hashV2: string | undefined
}

/** Announce addresses by tier (BEP 12). */
export type Tiers = readonly (readonly string[])[]
export type Format = 'v1' | 'hybrid'

const name = 'data.bin'
/** Of the data. */
export const sizeBytes = 3_000_000
const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('make-torrent.py', import.meta.url))
const madeSchema = z.object({ v1: z.string(), v2: z.string().nullable() })

/** Makes a torrent of new random data, in `directory`. */
export async function makeTorrent(
  directory: string,
  tiers: Tiers,
  format: Format = 'v1',
): Promise<Torrent> {
  const seedDirectory = join(directory, 'seed')
  await mkdir(seedDirectory, { recursive: true })
  const data = randomBytes(sizeBytes)
  await writeFile(join(seedDirectory, name), data)
  const file = join(directory, 'scenario.torrent')
  const hashes = await describe(seedDirectory, file, tiers, format)
  return { file, name, seedDirectory, sha256: hashOf(data), ...hashes }
}

/** The same torrent, for those who announce it at other addresses. */
export async function readdressTorrent(
  torrent: Torrent,
  directory: string,
  tiers: Tiers,
): Promise<Torrent> {
  const file = join(directory, 'readdressed.torrent')
  const format = torrent.hashV2 === undefined ? 'v1' : 'hybrid'
  const hashes = await describe(torrent.seedDirectory, file, tiers, format)
  return { ...torrent, file, ...hashes }
}

async function describe(directory: string, out: string, tiers: Tiers, format: Format) {
  const order = JSON.stringify({ file: join(directory, name), out, tiers, format })
  const { stdout } = await promisify(execFile)(python, [script, order])
  const { v1, v2 } = madeSchema.parse(JSON.parse(stdout))
  return { hash: v1, hashV2: v2 ?? undefined }
}

/** The SHA-256 of what a client has in its download directory. */
export async function downloadedSha256(torrent: Torrent, directory: string): Promise<string> {
  return hashOf(await readFile(join(directory, torrent.name)))
}

function hashOf(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
