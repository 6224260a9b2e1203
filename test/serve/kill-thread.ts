/** Has a tracker thread of a running program die as a bug would have it. */
import { expect } from 'vitest'
import { announceTarget } from '../support/announce-url.ts'
import type { Endpoint } from '../support/endpoint.ts'
import { httpGet } from '../support/http-request.ts'
import { announceCrowd } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import type { LivingSwarms } from './living-swarms.ts'

/** Makes the thread that answers at `http` fail an assertion while it holds a lock; gives the torrent that it broke. */
export async function killThread(http: Endpoint, swarms: LivingSwarms): Promise<Buffer> {
  const infoHash = randomHash()
  await announceCrowd(http, infoHash, { count: 40, firstPort: 7000 })
  swarms.breakLeechers(infoHash)
  const stopping = announceTarget(infoHash, { port: 7000, left: 1, event: 'stopped' })
  await expect(httpGet(http, stopping)).rejects.toThrow('connection ended')
  return infoHash
}
