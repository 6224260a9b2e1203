/**
 * Announce and scrape over HTTP in one call each, for the tests whose subject is the swarm and not the
 * transport.
 */
import { type AnnounceReply, readAnnounceReply } from './announce-reply.ts'
import { announceTarget, type Parameters, scrapeTarget } from './announce-url.ts'
import type { Endpoint } from './endpoint.ts'
import { readFailure } from './failure-reply.ts'
import { type GetOptions, httpGet, httpGetMany } from './http-request.ts'
import type { HttpOrigin } from './raw-http.ts'
import { readScrape, type ScrapeEntry } from './scrape-reply.ts'

/** A compact announce that must succeed; a seeder on port 6881 unless `parameters` say otherwise. */
export async function announce(
  endpoint: Endpoint,
  infoHash: Buffer,
  parameters: Parameters = {},
  options: GetOptions = {},
): Promise<AnnounceReply> {
  const response = await httpGet(endpoint, announceTarget(infoHash, parameters), options)
  return readAnnounceReply(response)
}

/** An announce that must fail well; gives the reason. */
export async function announceFailure(
  endpoint: Endpoint,
  infoHash: Buffer,
  parameters: Parameters = {},
): Promise<string> {
  return readFailure(await httpGet(endpoint, announceTarget(infoHash, parameters)))
}

export async function scrape(endpoint: Endpoint, infoHash: Buffer): Promise<ScrapeEntry> {
  const entries = readScrape(await httpGet(endpoint, scrapeTarget(infoHash)))
  const entry = entries.get(infoHash.toString('hex'))
  if (entry === undefined || entries.size !== 1) throw new Error('the scrape names another hash')
  return entry
}

export interface Crowd extends HttpOrigin {
  readonly count: number
  /** The first of `count` ports in a row. */
  readonly firstPort: number
  readonly seeds?: boolean
  readonly event?: 'started' | 'stopped'
}

/** Fills a swarm with peers on ports in a row, all of one address. */
export async function announceCrowd(
  endpoint: Endpoint,
  infoHash: Buffer,
  crowd: Crowd,
): Promise<void> {
  const { count, firstPort, seeds = false, event, ...origin } = crowd
  const targets = Array.from({ length: count }, (_, index) =>
    announceTarget(infoHash, { port: firstPort + index, left: seeds ? 0 : 1, numwant: 0, event }),
  )
  for (const response of await httpGetMany(endpoint, targets, origin)) readAnnounceReply(response)
}
