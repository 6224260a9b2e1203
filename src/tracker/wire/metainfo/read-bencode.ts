/**
 * Reads bencode (BEP 3) into a BencodeTree: one pass over the bytes, no recursion, no copy. It is strict in
 * what has only one meaning (numbers are minimal, keys are strings and not repeated, nothing follows the
 * value) and tolerant in one thing: keys may be out of order, which the tree remembers, because torrents
 * with such an info dictionary exist and are known by the hash of their bytes as they are.
 */
import { bencodeDepthMax, bencodeNodesMax } from '#base/limits'
import { BencodeKind, type BencodeNode, type BencodeRows, BencodeTree } from './bencode-tree.ts'

export type BencodeProblem =
  | 'ends-early'
  | 'value-malformed'
  | 'integer-malformed'
  | 'integer-too-large'
  | 'string-malformed'
  | 'key-not-string'
  | 'key-repeated'
  | 'key-without-value'
  | 'nested-too-deeply'
  | 'too-many-values'
  | 'trailing-bytes'

export class BencodeFault {
  readonly problem: BencodeProblem
  /** Index of the byte at which what is wrong begins. */
  readonly byte: number

  constructor(problem: BencodeProblem, byte: number) {
    this.problem = problem
    this.byte = byte
  }
}

/** Reads the one value that fills `bytes`. The tree keeps `bytes` and makes views of it. */
export function readBencode(bytes: Uint8Array): BencodeTree | BencodeFault {
  return new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)).read()
}

const digitZero = 0x30
const digitNine = 0x39
const minus = 0x2d
const colon = 0x3a
const letterD = 0x64
const letterE = 0x65
const letterI = 0x69
const letterL = 0x6c

const isDigit = (byte: number | undefined): byte is number =>
  byte !== undefined && byte >= digitZero && byte <= digitNine

function digitAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) - digitZero
}

/** A value takes two bytes at least; of those that are still open one may be missing. */
function rowsFor(byteLength: number): BencodeRows {
  const rowsMax = Math.min(bencodeNodesMax, Math.ceil(byteLength / 2) + bencodeDepthMax)
  return {
    kinds: new Uint8Array(rowsMax),
    starts: new Uint32Array(rowsMax),
    ends: new Uint32Array(rowsMax),
    links: new Uint32Array(rowsMax),
  }
}

class Reader {
  readonly #bytes: Buffer
  readonly #rows: BencodeRows
  #count = 0
  #at = 0
  /** What follows is kept for each open list or dictionary, the outermost first: its row, */
  readonly #open = new Uint32Array(bencodeDepthMax)
  /** the row of its last key, or 0 (which no key has), */
  readonly #lastKey = new Uint32Array(bencodeDepthMax)
  /** and whether that key waits for its value. */
  readonly #waits = new Uint8Array(bencodeDepthMax)
  #depth = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#rows = rowsFor(bytes.length)
  }

  read(): BencodeTree | BencodeFault {
    do {
      const problem = this.#step()
      if (problem !== undefined) return new BencodeFault(problem, this.#at)
    } while (this.#depth > 0)
    if (this.#at < this.#bytes.length) return new BencodeFault('trailing-bytes', this.#at)
    return new BencodeTree(this.#bytes, this.#rows)
  }

  /** Reads one key, one value, or the beginning or end of a list or dictionary. Where it fails it stays. */
  #step(): BencodeProblem | undefined {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) return 'ends-early'
    if (byte === letterE && this.#depth > 0) return this.#close()
    if (this.#count === bencodeNodesMax) return 'too-many-values'
    return this.#isKeyDue() ? this.#readKey(byte) : this.#readValue(byte)
  }

  #isKeyDue(): boolean {
    const inner = this.#depth - 1
    if (inner < 0 || this.#waits[inner] === 1) return false
    return this.#rows.kinds[this.#open[inner] as number] !== BencodeKind.list
  }

  #readKey(byte: number): BencodeProblem | undefined {
    if (!isDigit(byte)) return 'key-not-string'
    const start = this.#at
    const key = this.#count
    const problem = this.#readString()
    if (problem !== undefined) return problem
    const inner = this.#depth - 1
    const last = this.#lastKey[inner] as number
    const order = last === 0 ? -1 : this.#compareKeys(last, key)
    if (order === 0) {
      this.#at = start
      return 'key-repeated'
    }
    if (order > 0) this.#rows.kinds[this.#open[inner] as number] = BencodeKind.unsortedDictionary
    this.#lastKey[inner] = key
    this.#waits[inner] = 1
    return undefined
  }

  #compareKeys(one: BencodeNode, other: BencodeNode): number {
    const { links, ends } = this.#rows
    const bytes = this.#bytes
    return bytes.compare(bytes, links[other], ends[other], links[one], ends[one])
  }

  #readValue(byte: number): BencodeProblem | undefined {
    if (this.#depth > 0) this.#waits[this.#depth - 1] = 0
    if (byte === letterD) return this.#begin(BencodeKind.dictionary)
    if (byte === letterL) return this.#begin(BencodeKind.list)
    if (byte === letterI) return this.#readInteger()
    return isDigit(byte) ? this.#readString() : 'value-malformed'
  }

  #begin(kind: BencodeKind): BencodeProblem | undefined {
    if (this.#depth === bencodeDepthMax) return 'nested-too-deeply'
    this.#open[this.#depth] = this.#count
    this.#lastKey[this.#depth] = 0
    this.#waits[this.#depth] = 0
    this.#depth++
    this.#addRow(kind, this.#at + 1, 0)
    return undefined
  }

  #close(): BencodeProblem | undefined {
    const inner = this.#depth - 1
    const node = this.#open[inner] as number
    if (this.#waits[inner] === 1) return 'key-without-value'
    this.#at++
    this.#rows.ends[node] = this.#at
    this.#rows.links[node] = this.#count
    this.#depth = inner
    if (this.#rows.kinds[node] !== BencodeKind.unsortedDictionary) return undefined
    return this.#findRepeatedKey(node)
  }

  /** In a dictionary that is out of order equal keys need not be neighbours. */
  #findRepeatedKey(dictionary: BencodeNode): BencodeProblem | undefined {
    const tree = new BencodeTree(this.#bytes, this.#rows)
    const seen = new Set<string>()
    for (const { key } of tree.entries(dictionary)) {
      const text = tree.binaryText(key)
      if (seen.has(text)) {
        this.#at = tree.start(key)
        return 'key-repeated'
      }
      seen.add(text)
    }
    return undefined
  }

  #readInteger(): BencodeProblem | undefined {
    const isNegative = this.#bytes[this.#at + 1] === minus
    const start = this.#at + (isNegative ? 2 : 1)
    const end = this.#endOfDigits(start)
    const terminator = this.#bytes[end]
    if (terminator === undefined) return 'ends-early'
    if (terminator !== letterE || !this.#isMinimal(start, end)) return 'integer-malformed'
    const value = this.#number(start, end)
    if (isNegative && value === 0) return 'integer-malformed'
    if (value > Number.MAX_SAFE_INTEGER) return 'integer-too-large'
    this.#addRow(BencodeKind.integer, end + 1, 0)
    return undefined
  }

  #readString(): BencodeProblem | undefined {
    const start = this.#at
    const end = this.#endOfDigits(start)
    const terminator = this.#bytes[end]
    if (terminator === undefined) return 'ends-early'
    if (terminator !== colon || !this.#isMinimal(start, end)) return 'string-malformed'
    const content = end + 1
    const contentEnd = content + this.#number(start, end)
    if (contentEnd > this.#bytes.length) return 'ends-early'
    this.#addRow(BencodeKind.string, contentEnd, content)
    return undefined
  }

  #endOfDigits(start: number): number {
    let at = start
    while (isDigit(this.#bytes[at])) at++
    return at
  }

  /** `i03e` and `03:abc` are invalid: every number has one encoding. */
  #isMinimal(start: number, end: number): boolean {
    return end > start && (this.#bytes[start] !== digitZero || end === start + 1)
  }

  /** Not exact above 2^53, where only its being too large matters. */
  #number(start: number, end: number): number {
    let value = 0
    for (let at = start; at < end; at++) value = value * 10 + digitAt(this.#bytes, at)
    return value
  }

  /** Adds a row for what lies from here to `end` and goes there. */
  #addRow(kind: BencodeKind, end: number, link: number): void {
    const { kinds, starts, ends, links } = this.#rows
    const node = this.#count++
    kinds[node] = kind
    starts[node] = this.#at
    ends[node] = end
    links[node] = link
    this.#at = end
  }
}
