/**
 * A list of blocks as it was read from a file: its prefixes, and for each rule the line that it stands in. The file
 * itself stays in memory, so that a reason is read when somebody asks for it and a million of them take no room.
 *
 * A line that cannot be read is a fault and hinders no other.
 */
import {
  blockedClientsMax,
  blockedNetworksMax,
  blockReasonBytesMax,
  deniedInfoHashesMax,
} from '#base/limits'
import { PrefixList } from '#base/prefix-list'
import { decodeText } from '#index/imports/clean-text'
import { type BlockKind, type BlockTarget, type KeySpace, keySpaces, keyWords } from './block.ts'
import { type RuleLine, readRuleLine } from './rule-line.ts'

export type LineFault = {
  /** From 1. */
  readonly line: number
  /** Completes "this …". */
  readonly problem: string
}

export type FileRule = {
  readonly line: number
  readonly reason: string
  readonly endsAt: number | undefined
}

/** Faults of which the lines are told. */
const toldFaultsMax = 20
/** Bytes of a line: the longest names of lists have some hundreds. */
const lineBytesMax = 4096
/** Lines that are read between two pauses: some milliseconds. */
const linesAtOnce = 4000

const prefixesMax: Readonly<Record<KeySpace, number>> = {
  ipv4: blockedNetworksMax,
  ipv6: blockedNetworksMax,
  clients: blockedClientsMax,
  infoHashes: deniedInfoHashesMax,
}

const lineFeed = 0x0a
const byteOrderMark = Buffer.from('\uFEFF')

/** Reads a list of `kind`. `pause` is waited for now and then, so that others have their turn. */
export async function readRuleFile(
  kind: BlockKind,
  bytes: Buffer,
  pause: () => Promise<void>,
): Promise<RuleFile> {
  const file = new RuleFile(kind, bytes)
  while (file.readOn(linesAtOnce)) await pause()
  return file
}

export class RuleFile {
  readonly kind: BlockKind
  /** How many rules there are; they have the numbers from 1 to this. */
  rules = 0
  /** Lines that could not be read. */
  faults = 0
  /** The first of them. */
  readonly toldFaults: LineFault[] = []
  readonly #bytes: Buffer
  readonly #lists = new Map<KeySpace, PrefixList>()
  #position: number
  #line = 0
  /** Of each rule: where its line begins, the number of the line, when it ends (0: not by itself). */
  #starts = new Uint32Array(16)
  #lines = new Uint32Array(16)
  #ends = new Uint32Array(16)

  constructor(kind: BlockKind, bytes: Buffer) {
    this.kind = kind
    this.#bytes = bytes
    this.#position = bytes.subarray(0, 3).equals(byteOrderMark) ? 3 : 0
    for (const space of keySpaces[kind]) this.#lists.set(space, new PrefixList(keyWords[space]))
  }

  /** Whether there are lines, and none of them is a rule: this is no list of this kind. */
  get isUnreadable(): boolean {
    return this.rules === 0 && this.faults > 0
  }

  /** Reads so many lines; false at the end of the file. */
  readOn(lines: number): boolean {
    for (let count = 0; count < lines; count++) {
      if (this.#position >= this.#bytes.length) return false
      const start = this.#position
      const end = this.#lineEnd(start)
      this.#position = end + 1
      this.#line++
      this.#takeLine(start, end)
    }
    return true
  }

  /** The prefixes of the rules, with their numbers. */
  list(space: KeySpace): PrefixList | undefined {
    return this.#lists.get(space)
  }

  /** When the rule ends, in unix seconds, or 0. */
  endOf(rule: number): number {
    return this.#ends[rule - 1] as number
  }

  rule(number: number): FileRule {
    const start = this.#starts[number - 1] as number
    const text = decodeText(this.#bytes.subarray(start, this.#lineEnd(start)))
    const read = readRuleLine(this.kind, text)
    const reason = typeof read === 'string' ? '' : read.reason
    return {
      line: this.#lines[number - 1] as number,
      reason: shortened(reason),
      endsAt: this.endOf(number) || undefined,
    }
  }

  #lineEnd(start: number): number {
    const end = this.#bytes.indexOf(lineFeed, start)
    return end === -1 ? this.#bytes.length : end
  }

  #takeLine(start: number, end: number): void {
    if (end - start > lineBytesMax) return this.#addFault('is too long')
    const read = readRuleLine(this.kind, this.#bytes.toString('latin1', start, end))
    if (typeof read === 'string') return this.#addFault(read)
    if (read.targets.length === 0) return
    if (!this.#hasRoomFor(read.targets)) return this.#addFault('is one more than there is room for')
    this.#addRule(start, read)
  }

  #hasRoomFor(targets: readonly BlockTarget[]): boolean {
    return targets.every(({ space }) => {
      const count = this.#lists.get(space)?.count ?? 0
      return count + targets.length <= prefixesMax[space]
    })
  }

  #addRule(start: number, { targets, endsAt }: RuleLine): void {
    if (this.rules === this.#starts.length) this.#grow()
    this.#starts[this.rules] = start
    this.#lines[this.rules] = this.#line
    this.#ends[this.rules] = endsAt
    this.rules++
    for (const { space, words, prefixBits } of targets)
      this.#lists.get(space)?.add(words, prefixBits, this.rules)
  }

  #addFault(problem: string): void {
    this.faults++
    if (this.toldFaults.length < toldFaultsMax) this.toldFaults.push({ line: this.#line, problem })
  }

  #grow(): void {
    this.#starts = doubled(this.#starts)
    this.#lines = doubled(this.#lines)
    this.#ends = doubled(this.#ends)
  }
}

function doubled(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

/** One line for people: no control characters, and no more than a reason may have. */
function shortened(reason: string): string {
  const line = reason.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  if (Buffer.byteLength(line) <= blockReasonBytesMax) return line
  return `${Buffer.from(line)
    .toString('utf8', 0, blockReasonBytesMax - 3)
    .replace(/\uFFFD$/, '')}…`
}
