/**
 * Networks as people write them: `203.0.113.0/24`, `2001:db8::/32`, `192.0.2.7`; and the ranges of addresses that some
 * lists have instead, as the networks that they are made of.
 */
import { prefixWord } from '#base/prefix-list'
import { formatAddress, parseAddress } from '#tracker/wire/address'
import type { BlockTarget } from './block.ts'

const scratch = new Uint8Array(16)
const scratchView = new DataView(scratch.buffer)

/** The network, or what is wrong with the text, which completes "this …". Bits behind the prefix are left out. */
export function readNetwork(text: string): BlockTarget | string {
  const slash = text.indexOf('/')
  const family = parseAddress(slash === -1 ? text : text.slice(0, slash), scratch)
  if (family === 0) return 'is no network'
  const bitsMax = family === 4 ? 32 : 128
  const prefixBits = slash === -1 ? bitsMax : readPrefixBits(text.slice(slash + 1))
  if (!(prefixBits <= bitsMax)) return `has a prefix that is no number from 1 to ${bitsMax}`
  if (prefixBits === 0) return 'is everybody'
  const words = family === 4 ? [wordAt(0)] : [wordAt(0), wordAt(4), wordAt(8), wordAt(12)]
  for (let at = 0; at < words.length; at++)
    words[at] = prefixWord(words[at] as number, prefixBits - at * 32)
  return { space: family === 4 ? 'ipv4' : 'ipv6', words, prefixBits }
}

/** The networks that a range of IPv4 addresses is made of, both ends included, or what is wrong with it. */
export function readRange(first: string, last: string): BlockTarget[] | string {
  if (parseAddress(first, scratch) !== 4) return 'is no network and no range'
  const firstAddress = wordAt(0)
  if (parseAddress(last, scratch) !== 4) return 'is no network and no range'
  const lastAddress = wordAt(0)
  if (firstAddress > lastAddress) return 'is a range that ends before it begins'
  if (lastAddress - firstAddress === 2 ** 32 - 1) return 'is everybody'
  return networksOf(firstAddress, lastAddress)
}

/** The one text of a network: in lower case and as short as RFC 5952 says; a single address has no prefix. */
export function networkText({ space, words, prefixBits }: BlockTarget): string {
  for (const [at, word] of words.entries()) scratchView.setUint32(at * 4, word)
  const address = formatAddress(scratch, space === 'ipv4' ? 4 : 6)
  return prefixBits === words.length * 32 ? address : `${address}/${prefixBits}`
}

function readPrefixBits(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
}

/** The largest network that begins with the first address and ends with the last or before, then the rest likewise. */
function networksOf(first: number, last: number): BlockTarget[] {
  const networks: BlockTarget[] = []
  for (let begin = first; begin <= last; ) {
    // The lowest bit that is set says how large a network may begin here.
    let hostBits = begin === 0 ? 32 : 31 - Math.clz32(begin & -begin)
    while (begin + 2 ** hostBits - 1 > last) hostBits--
    networks.push({ space: 'ipv4', words: [begin], prefixBits: 32 - hostBits })
    begin += 2 ** hostBits
  }
  return networks
}

function wordAt(byte: number): number {
  return scratchView.getUint32(byte)
}
