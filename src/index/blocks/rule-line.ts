/**
 * One line of a list of blocks. Ours, and whatever lists others publish:
 *
 *   203.0.113.0/24  until=2027-01-01  scans of the whole net      a network, when the rule ends, why
 *   198.51.100.7                                                  an address
 *   1.10.16.0/20 ; SBL256894                                      Spamhaus DROP
 *   192.0.2.0-192.0.2.99                                          a range
 *   Some Company:192.0.2.0-192.0.2.99                             PeerGuardian (P2P)
 *   192.000.002.000 - 192.000.002.099 , 000 , Some Company        eMule (DAT)
 *   -XL0012-  until=2027-01-01  counts nothing                    a client, in a list of clients
 *   0123456789abcdef0123456789abcdef01234567  notice 17           an info-hash, in a list of info-hashes
 *
 * A line that is empty or begins with `#` or `;` says nothing.
 */
import { isoSeconds } from '#index/imports/stored-number'
import type { BlockKind, BlockTarget } from './block.ts'
import { parseTarget } from './block-target.ts'
import { readRange } from './network-text.ts'

export type RuleLine = {
  readonly targets: readonly BlockTarget[]
  /** Unix seconds, or 0. */
  readonly endsAt: number
  /** As it stands in the line. */
  readonly reason: string
}

const nothing: RuleLine = { targets: [], endsAt: 0, reason: '' }

/** What the line says, or what is wrong with it, which completes "this …". */
export function readRuleLine(kind: BlockKind, whole: string): RuleLine | string {
  const line = whole.trim()
  if (line === '' || line.startsWith('#') || line.startsWith(';')) return nothing
  const range = kind === 'network' ? readRangeLine(line) : undefined
  if (range !== undefined) return range
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? []
  const target = parseTarget(kind, word)
  return typeof target === 'string' ? target : withRest([target], rest)
}

function withRest(targets: readonly BlockTarget[], rest: string): RuleLine | string {
  const [, until, reason = rest] = /^until=(\S*)\s*(.*)$/.exec(rest) ?? []
  const endsAt = until === undefined ? 0 : isoSeconds(until)
  if (endsAt === undefined) return 'has an end that is no date; write until=2027-01-01'
  return { targets, endsAt, reason: reason.replace(/^[#;]\s*/, '') }
}

const address = String.raw`\d{1,3}(?:\.\d{1,3}){3}`
const plainRange = new RegExp(String.raw`^(${address})\s*-\s*(${address})(?:\s+([^\s,].*))?$`)
const namedRange = new RegExp(String.raw`^(.*):(${address})\s*-\s*(${address})$`)
const emuleRange = new RegExp(
  String.raw`^(${address})\s*-\s*(${address})\s*,\s*(\d{1,3})\s*(?:,\s*(.*))?$`,
)

/** From this level on eMule lets an address pass. */
const emuleAllowed = 128

/** Undefined where the line is no range. */
function readRangeLine(line: string): RuleLine | string | undefined {
  if (!line.includes('-')) return undefined
  const plain = plainRange.exec(line)
  if (plain !== null) {
    const [, first = '', last = '', rest = ''] = plain
    return withRange(first, last, (targets) => withRest(targets, rest))
  }
  const named = namedRange.exec(line)
  if (named !== null) {
    const [, reason = '', first = '', last = ''] = named
    return withRange(first, last, (targets) => ({ targets, endsAt: 0, reason }))
  }
  const [, first, last = '', level, reason = ''] = emuleRange.exec(line) ?? []
  if (first === undefined) return undefined
  if (Number(level) >= emuleAllowed) return nothing
  const [begin, end] = [first, last].map((text) => text.replaceAll(/\b0+(?=\d)/g, ''))
  return withRange(begin ?? '', end ?? '', (targets) => ({ targets, endsAt: 0, reason }))
}

function withRange(
  first: string,
  last: string,
  finish: (targets: readonly BlockTarget[]) => RuleLine | string,
): RuleLine | string {
  const targets = readRange(first, last)
  return typeof targets === 'string' ? targets : finish(targets)
}
