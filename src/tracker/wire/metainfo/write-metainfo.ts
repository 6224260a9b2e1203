/**
 * Makes the .torrent file that is handed out from the one that was uploaded: the info dictionary and the
 * piece layers byte for byte as they were, so that the info-hash stays, and around them what this site says.
 * Everything else that was in the uploaded file (other trackers, web seeds, DHT nodes) is left out.
 *
 *     d 8:announce … 13:announce-list … 7:comment … 10:created by … 4:info RAW 12:piece layers RAW e
 */
import { assert } from '#base/assert'
import type { Metainfo } from './metainfo.ts'

export interface MetainfoToWrite {
  /** As read, or as kept since. */
  readonly source: Pick<Metainfo, 'info' | 'pieceLayers'>
  /** Announce addresses (BEP 12): a client tries the first tier's before the second's. One at least. */
  readonly tiers: readonly (readonly string[])[]
  readonly comment?: string
  readonly createdBy?: string
}

/** The keys are in order (BEP 3), and nothing is copied but into the result. */
export function writeMetainfo(options: MetainfoToWrite): Uint8Array {
  const { source, tiers, comment, createdBy } = options
  const addresses = tiers.flat()
  const [first] = addresses
  assert(first !== undefined && !tiers.some(({ length }) => length === 0), 'a tier has no address')
  const parts = [
    'd',
    ...entry('announce', text(first)),
    // Clients that know it ignore "announce", so it would say nothing new for one address.
    ...(addresses.length > 1 ? entry('announce-list', list(tiers.map(addressList))) : []),
    ...(comment === undefined ? [] : entry('comment', text(comment))),
    ...(createdBy === undefined ? [] : entry('created by', text(createdBy))),
    ...entry('info', source.info),
    ...(source.pieceLayers === undefined ? [] : entry('piece layers', source.pieceLayers)),
    'e',
  ]
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
}

type Part = string | Uint8Array

function entry(key: string, value: Part): readonly Part[] {
  return [text(key), value]
}

function text(value: string): string {
  return `${Buffer.byteLength(value)}:${value}`
}

function list(items: readonly string[]): string {
  return `l${items.join('')}e`
}

function addressList(addresses: readonly string[]): string {
  return list(addresses.map(text))
}
