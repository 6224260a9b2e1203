/*
 * Reads bencode (BEP 3), strictly and independently of the tracker's own code: e2e is its judge.
 * Strings are bytes; dictionary keys are those bytes as latin1 text, so that none is lost.
 */

export type Bencoded = number | Buffer | Bencoded[] | Dictionary
type Dictionary = Map<string, Bencoded>

/** @throws {SyntaxError} unless `bytes` is exactly one well-formed value. */
export function decodeBencode(bytes: Buffer): Bencoded {
  const reader = new Reader(bytes)
  const value = reader.value()
  reader.expectEnd()
  return value
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  value(): Bencoded {
    const kind = this.#peek()
    if (kind === 'i') return this.#integer()
    if (kind === 'l') return this.#list()
    if (kind === 'd') return this.#dictionary()
    return this.#string()
  }

  expectEnd(): void {
    if (this.#at !== this.#bytes.length) throw this.#wrong('nothing more')
  }

  #integer(): number {
    this.#at += 1
    return Number(this.#until('e', /^(0|-?[1-9][0-9]*)$/))
  }

  #list(): Bencoded[] {
    this.#at += 1
    const items: Bencoded[] = []
    while (this.#peek() !== 'e') items.push(this.value())
    this.#at += 1
    return items
  }

  #dictionary(): Dictionary {
    this.#at += 1
    const entries = new Map<string, Bencoded>()
    let last: string | undefined
    while (this.#peek() !== 'e') {
      const key = this.#string().toString('latin1')
      if (last !== undefined && key <= last) throw this.#wrong('sorted, distinct keys')
      entries.set(key, this.value())
      last = key
    }
    this.#at += 1
    return entries
  }

  #string(): Buffer {
    const length = Number(this.#until(':', /^(0|[1-9][0-9]*)$/))
    const start = this.#at
    this.#at += length
    if (this.#at > this.#bytes.length) throw this.#wrong(`${length} bytes`)
    return this.#bytes.subarray(start, this.#at)
  }

  #until(mark: string, form: RegExp): string {
    const end = this.#bytes.indexOf(mark, this.#at)
    const found = this.#bytes.toString('latin1', this.#at, end)
    if (end < 0 || !form.test(found)) throw this.#wrong(`a number and ${mark}`)
    this.#at = end + 1
    return found
  }

  #peek(): string {
    return this.#bytes.toString('latin1', this.#at, this.#at + 1)
  }

  #wrong(expected: string): SyntaxError {
    const given = this.#bytes.toString('latin1')
    return new SyntaxError(`bencode: expected ${expected} at byte ${this.#at} of ${given}`)
  }
}
