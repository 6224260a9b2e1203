/**
 * What the operator of a registered tracker does to its torrents, by its control socket; and the combinations of
 * driver and database that all answers are to be the same on.
 */
import { atControlSocket } from '../operate/api-caller.ts'
import type { RegisteredTracker } from '../operate/registered-tracker.ts'

/** Drivers know nothing of databases: each once with either. */
export const combinations = [
  { driver: 'portable', engine: 'sqlite' },
  { driver: 'linux', engine: 'postgres' },
] as const

export type Registration = {
  readonly name: string
  readonly completed?: number
  /** 32 bytes: of a hybrid. */
  readonly infoHashV2?: Buffer
}

export async function register(
  tracker: RegisteredTracker,
  infoHash: Buffer,
  { name, completed = 0, infoHashV2 }: Registration,
): Promise<void> {
  const v2 = infoHashV2 === undefined ? {} : { info_hash_v2: infoHashV2.toString('hex') }
  const body = { info_hash: infoHash.toString('hex'), name, completed, ...v2 }
  await change(tracker, 'POST', '', body)
}

/** Registers up to a thousand torrents at once. */
export async function registerAll(
  tracker: RegisteredTracker,
  torrents: readonly { readonly hash: Buffer; readonly name: string }[],
): Promise<void> {
  const body = torrents.map(({ hash, name }) => ({ info_hash: hash.toString('hex'), name }))
  await change(tracker, 'POST', '/bulk', { torrents: body })
}

export async function ban(
  tracker: RegisteredTracker,
  infoHash: Buffer,
  reason: string,
  isPublic = true,
): Promise<void> {
  const body = { reason, public: isPublic }
  await change(tracker, 'PUT', `/${infoHash.toString('hex')}/ban`, body)
}

export async function unban(tracker: RegisteredTracker, infoHash: Buffer): Promise<void> {
  await change(tracker, 'DELETE', `/${infoHash.toString('hex')}/ban`)
}

export async function remove(tracker: RegisteredTracker, infoHash: Buffer): Promise<void> {
  await change(tracker, 'DELETE', `/${infoHash.toString('hex')}`)
}

export async function restore(tracker: RegisteredTracker, infoHash: Buffer): Promise<void> {
  await change(tracker, 'POST', `/${infoHash.toString('hex')}/restore`)
}

async function change(
  tracker: RegisteredTracker,
  method: string,
  path: string,
  body?: unknown,
): Promise<void> {
  const asked = body === undefined ? { method } : { method, body }
  const { status, body: told } = await atControlSocket(tracker)(`/torrents${path}`, asked)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(told)}`)
}
