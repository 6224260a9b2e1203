/**
 * A strict bencode decoder (BEP 3) that shares nothing with the program's own: keys sorted bytewise and
 * unique, integers and lengths minimal, not a byte after the end. What it takes, every client takes.
 */

/** Integers are numbers, byte strings are Buffers, dictionary keys are latin1 text: one char, one byte. */
export type BencodeValue = number | Buffer | readonly BencodeValue[] | BencodeDictionary
export type BencodeDictionary = ReadonlyMap<string, BencodeValue>

/** Decodes exactly one value that fills `bytes`; throws on anything that is not canonical. */
export function decodeBencode(bytes: Buffer): BencodeValue {
  const reader = new Reader(bytes)
  const value = reader.value(0)
  reader.expectEnd()
  return value
}

/** `decodeBencode` for what must be a dictionary. */
export function decodeBencodeDictionary(bytes: Buffer): BencodeDictionary {
  const value = decodeBencode(bytes)
  if (!isDictionary(value)) throw new Error('not a dictionary')
  return value
}

export function isDictionary(value: BencodeValue | undefined): value is BencodeDictionary {
  return value instanceof Map
}

export function integerAt(dictionary: BencodeDictionary, key: string): number {
  const value = dictionary.get(key)
  if (typeof value !== 'number') throw new Error(`no integer at "${key}"`)
  return value
}

export function bytesAt(dictionary: BencodeDictionary, key: string): Buffer {
  const value = dictionary.get(key)
  if (!Buffer.isBuffer(value)) throw new Error(`no byte string at "${key}"`)
  return value
}

export function listAt(dictionary: BencodeDictionary, key: string): readonly BencodeValue[] {
  const value = dictionary.get(key)
  if (!Array.isArray(value)) throw new Error(`no list at "${key}"`)
  return value as readonly BencodeValue[]
}

export function dictionaryAt(dictionary: BencodeDictionary, key: string): BencodeDictionary {
  const value = dictionary.get(key)
  if (!isDictionary(value)) throw new Error(`no dictionary at "${key}"`)
  return value
}

const depthMax = 8

class Reader {
  readonly #bytes: Buffer
  #offset = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  value(depth: number): BencodeValue {
    if (depth > depthMax) this.#fail('nested too deeply')
    const kind = this.#peek()
    if (kind === 'i') return this.#integer()
    if (kind === 'l') return this.#list(depth)
    if (kind === 'd') return this.#dictionary(depth)
    return this.#string()
  }

  expectEnd(): void {
    if (this.#offset !== this.#bytes.length) this.#fail('bytes after the end')
  }

  #integer(): number {
    const digits = this.#until('e', 1)
    if (!/^(?:0|-?[1-9]\d*)$/.test(digits)) this.#fail(`integer "${digits}" is not minimal`)
    const value = Number(digits)
    if (!Number.isSafeInteger(value)) this.#fail(`integer "${digits}" is too large`)
    return value
  }

  #string(): Buffer {
    const digits = this.#until(':', 0)
    if (!/^(?:0|[1-9]\d*)$/.test(digits)) this.#fail(`length "${digits}" is not minimal`)
    const end = this.#offset + Number(digits)
    if (end > this.#bytes.length) this.#fail('string ends after the message')
    const value = this.#bytes.subarray(this.#offset, end)
    this.#offset = end
    return value
  }

  #list(depth: number): BencodeValue[] {
    const items: BencodeValue[] = []
    this.#offset++
    while (this.#peek() !== 'e') items.push(this.value(depth + 1))
    this.#offset++
    return items
  }

  #dictionary(depth: number): BencodeDictionary {
    const entries = new Map<string, BencodeValue>()
    let previous: Buffer | undefined
    this.#offset++
    while (this.#peek() !== 'e') {
      const key = this.#string()
      if (previous !== undefined && Buffer.compare(previous, key) >= 0) {
        this.#fail(`key "${key.toString('latin1')}" is repeated or out of order`)
      }
      entries.set(key.toString('latin1'), this.value(depth + 1))
      previous = key
    }
    this.#offset++
    return entries
  }

  #until(terminator: string, skip: number): string {
    const start = this.#offset + skip
    const end = this.#bytes.indexOf(terminator, start, 'latin1')
    if (end < 0) this.#fail(`no "${terminator}"`)
    this.#offset = end + 1
    return this.#bytes.toString('latin1', start, end)
  }

  #peek(): string {
    if (this.#offset >= this.#bytes.length) this.#fail('ends too early')
    return this.#bytes.toString('latin1', this.#offset, this.#offset + 1)
  }

  #fail(problem: string): never {
    const text = this.#bytes.toString('latin1', 0, 300)
    throw new Error(`bencode: ${problem} at byte ${this.#offset} of ${JSON.stringify(text)}`)
  }
}
