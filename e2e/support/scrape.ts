/* What the tracker says of a swarm to anybody who asks it over HTTP (BEP 48). */
import { type Bencoded, decodeBencode } from './bencode.ts'
import type { Network } from './network.ts'

export interface Counts {
  readonly complete: number
  readonly incomplete: number
  /** How often a download was completed. */
  readonly downloaded: number
}

/** @param base an HTTP announce address; `hash` is an info-hash in hex. */
export async function scrape(network: Network, base: string, hash: string): Promise<Counts> {
  const escaped = hash.replaceAll(/../g, '%$&')
  const url = `${base.replace('/announce', '/scrape')}?info_hash=${escaped}`
  const { status, body } = await network.request({ url })
  if (status !== 200) throw new Error(`${url}: status ${status}, ${body.toString('latin1')}`)
  const files = entry(decodeBencode(body), 'files')
  const file = entry(files, Buffer.from(hash, 'hex').toString('latin1'))
  return {
    complete: integer(file, 'complete'),
    incomplete: integer(file, 'incomplete'),
    downloaded: integer(file, 'downloaded'),
  }
}

function entry(dictionary: Bencoded, key: string): Bencoded {
  const found = dictionary instanceof Map ? dictionary.get(key) : undefined
  if (found === undefined) throw new Error(`scrape: no ${JSON.stringify(key)}`)
  return found
}

function integer(dictionary: Bencoded, key: string): number {
  const found = entry(dictionary, key)
  if (typeof found !== 'number') throw new Error(`scrape: ${key} is no integer`)
  return found
}
