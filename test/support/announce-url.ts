/**
 * Announce and scrape targets, parameter by parameter, the values written exactly as they go on the wire.
 */

/** Raw values, already escaped; `undefined` leaves the parameter out. */
export type Parameters = Readonly<Record<string, string | number | undefined>>

/** The peer id of `BASE` in the conformance list. */
export const basePeerId = '-TS0001-000000000001'

/** Every byte escaped, letters too. */
export function escapeBytes(bytes: Buffer): string {
  return bytes.toString('hex').replace(/../g, '%$&')
}

/** `/announce?` with the parameters of `BASE`, changed and extended by `parameters`. */
export function announceTarget(infoHash: Buffer, parameters: Parameters = {}): string {
  return `/announce?${queryText({ ...baseParameters(infoHash), ...parameters })}`
}

/** `BASE` of the conformance list as a record, in its order: a seeder on port 6881. */
export function baseParameters(infoHash: Buffer): Parameters {
  return {
    info_hash: escapeBytes(infoHash),
    peer_id: basePeerId,
    port: 6881,
    uploaded: 0,
    downloaded: 0,
    left: 0,
    compact: 1,
  }
}

/** `a=1&b=2`, nothing escaped. */
export function queryText(parameters: Parameters): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

export function scrapeTarget(...infoHashes: readonly Buffer[]): string {
  return `/scrape?${infoHashes.map((hash) => `info_hash=${escapeBytes(hash)}`).join('&')}`
}
