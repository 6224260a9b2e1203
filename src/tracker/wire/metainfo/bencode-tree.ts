/**
 * A bencoded text (BEP 3) as a table with one row for each of its values, in the order in which they begin:
 *
 *     d 4:name 3:abc 5:sizes l i1e i2e e e
 *     0 1      2     3       4 5   6
 *
 * A value is known by the number of its row. The row of a list or dictionary holds the row after its last
 * descendant, so that a whole subtree is stepped over at once; the row of a string holds where its bytes
 * begin. A row costs 13 bytes whatever it describes, and no value is decoded before somebody asks for it,
 * so that a hostile file of 10 MiB cannot make more of itself.
 */

/** The row of a value. */
export type BencodeNode = number

export const BencodeKind = {
  integer: 0,
  string: 1,
  list: 2,
  dictionary: 3,
  /** Its keys are not in the order that BEP 3 asks for. */
  unsortedDictionary: 4,
} as const
export type BencodeKind = (typeof BencodeKind)[keyof typeof BencodeKind]

export interface BencodeRows {
  /** A BencodeKind each. */
  readonly kinds: Uint8Array
  /** Index of the first byte of the encoded value. */
  readonly starts: Uint32Array
  /** Index after its last byte. */
  readonly ends: Uint32Array
  /** Of a string the index of its content, of a list or dictionary the row after its last descendant. */
  readonly links: Uint32Array
}

const unsorted: number = BencodeKind.unsortedDictionary

/** An entry of a dictionary. */
export interface BencodeEntry {
  /** The row of the key, a string. */
  readonly key: BencodeNode
  readonly value: BencodeNode
}

export class BencodeTree {
  /** The row of the outermost value. */
  readonly root: BencodeNode = 0
  readonly #bytes: Buffer
  readonly #rows: BencodeRows

  constructor(bytes: Buffer, rows: BencodeRows) {
    this.#bytes = bytes
    this.#rows = rows
  }

  isInteger(node: BencodeNode): boolean {
    return this.#kind(node) === BencodeKind.integer
  }

  isString(node: BencodeNode): boolean {
    return this.#kind(node) === BencodeKind.string
  }

  isList(node: BencodeNode): boolean {
    return this.#kind(node) === BencodeKind.list
  }

  isDictionary(node: BencodeNode): boolean {
    return this.#kind(node) >= BencodeKind.dictionary
  }

  /** Whether the keys of this dictionary are in order; those of dictionaries in it do not matter. */
  isSorted(node: BencodeNode): boolean {
    return this.#kind(node) !== unsorted
  }

  /** Whether this value and everything in it are as BEP 3 asks: what is decoded and encoded again is the same. */
  isCanonical(node: BencodeNode): boolean {
    const { kinds } = this.#rows
    return kinds.subarray(node, this.#next(node)).every((kind) => kind !== unsorted)
  }

  /** Index of the first byte of the encoded value. */
  start(node: BencodeNode): number {
    return this.#rows.starts[node] as number
  }

  /** The encoded value: a view of the bytes that were read. */
  raw(node: BencodeNode): Uint8Array {
    return this.#bytes.subarray(this.start(node), this.#rows.ends[node])
  }

  /** The value of an integer. */
  integer(node: BencodeNode): number {
    const end = (this.#rows.ends[node] as number) - 1
    return Number(this.#bytes.toString('latin1', this.start(node) + 1, end))
  }

  /** The content of a string: a view of the bytes that were read. */
  bytes(node: BencodeNode): Uint8Array {
    return this.#bytes.subarray(this.#rows.links[node], this.#rows.ends[node])
  }

  /** The content of a string as UTF-8; what is not UTF-8 becomes U+FFFD. */
  text(node: BencodeNode): string {
    return this.#bytes.toString('utf8', this.#rows.links[node], this.#rows.ends[node])
  }

  /** The content of a string with one character for each byte: the same for the same bytes. */
  binaryText(node: BencodeNode): string {
    return this.#bytes.toString('latin1', this.#rows.links[node], this.#rows.ends[node])
  }

  /** The items of a list; of a dictionary its keys and values by turns. */
  *items(node: BencodeNode): Generator<BencodeNode, undefined> {
    const end = this.#next(node)
    for (let item = node + 1; item < end; item = this.#next(item)) yield item
  }

  *entries(dictionary: BencodeNode): Generator<BencodeEntry, undefined> {
    const end = this.#next(dictionary)
    for (let key = dictionary + 1; key < end; key = this.#next(key + 1)) {
      yield { key, value: key + 1 }
    }
  }

  /** The value at an ASCII `key` of a dictionary. */
  find(dictionary: BencodeNode, key: string): BencodeNode | undefined {
    const end = this.#next(dictionary)
    for (let at = dictionary + 1; at < end; at = this.#next(at + 1)) {
      if (this.#isText(at, key)) return at + 1
    }
    return undefined
  }

  /** `find`, but undefined as well where the value is no integer. */
  findInteger(dictionary: BencodeNode, key: string): BencodeNode | undefined {
    const found = this.find(dictionary, key)
    return found !== undefined && this.isInteger(found) ? found : undefined
  }

  /** `find`, but undefined as well where the value is no string. */
  findString(dictionary: BencodeNode, key: string): BencodeNode | undefined {
    const found = this.find(dictionary, key)
    return found !== undefined && this.isString(found) ? found : undefined
  }

  /** `find`, but undefined as well where the value is no list. */
  findList(dictionary: BencodeNode, key: string): BencodeNode | undefined {
    const found = this.find(dictionary, key)
    return found !== undefined && this.isList(found) ? found : undefined
  }

  /** `find`, but undefined as well where the value is no dictionary. */
  findDictionary(dictionary: BencodeNode, key: string): BencodeNode | undefined {
    const found = this.find(dictionary, key)
    return found !== undefined && this.isDictionary(found) ? found : undefined
  }

  #kind(node: BencodeNode): number {
    return this.#rows.kinds[node] as number
  }

  /** The row after `node` and all that is in it. */
  #next(node: BencodeNode): BencodeNode {
    return this.#kind(node) >= BencodeKind.list ? (this.#rows.links[node] as number) : node + 1
  }

  #isText(node: BencodeNode, text: string): boolean {
    const start = this.#rows.links[node] as number
    if ((this.#rows.ends[node] as number) - start !== text.length) return false
    for (let index = 0; index < text.length; index++) {
      if (this.#bytes[start + index] !== text.charCodeAt(index)) return false
    }
    return true
  }
}
