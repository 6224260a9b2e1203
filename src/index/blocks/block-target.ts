/** What blocks are about, between text and target, whatever its kind. */
import { parseInfoHash } from '#index/imports/info-hash'
import { type BlockKind, type BlockTarget, kindOf, wordsOf } from './block.ts'
import { BlockError } from './block-error.ts'
import { clientText, readClient } from './client-text.ts'
import { networkText, readNetwork } from './network-text.ts'

/** The target, or what is wrong with the text, which completes "this …". */
export function parseTarget(kind: BlockKind, text: string): BlockTarget | string {
  if (kind === 'network') return readNetwork(text)
  return kind === 'client' ? readClient(text) : readInfoHash(text)
}

/** The target that somebody names. Throws BlockError. */
export function readTarget(kind: BlockKind, text: string): BlockTarget {
  const target = parseTarget(kind, text)
  if (typeof target === 'string')
    throw new BlockError('invalid_target', `${quoted(text)} ${target}${remedies[kind]}`)
  return target
}

/** The one text of a target. */
export function targetText(target: BlockTarget): string {
  const kind = kindOf(target)
  if (kind === 'network') return networkText(target)
  return kind === 'client' ? clientText(target) : hashText(target)
}

const remedies: Readonly<Record<BlockKind, string>> = {
  network: '; write an address or a network, such as 203.0.113.0/24 or 2001:db8::/32',
  client: '',
  info_hash: '; write 40 hex digits, or 64 for version 2',
}

/** Of version 2 the first 20 bytes count, because clients announce no more (BEP 52). */
function readInfoHash(text: string): BlockTarget | string {
  const bytes = parseInfoHash(text)?.subarray(0, 20)
  if (bytes === undefined) return 'is no info-hash'
  return { space: 'infoHashes', words: wordsOf(bytes), prefixBits: 160 }
}

function hashText({ words }: BlockTarget): string {
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** Short enough for a message, whatever was given. */
function quoted(text: string): string {
  const short = text.length > 70 ? `${text.slice(0, 70)}…` : text
  return JSON.stringify(short).replaceAll('\\\\', '\\')
}
