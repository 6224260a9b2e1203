/**
 * Walks over the parameters of a query without copying one: `next` moves to the next and says where its
 * name and value lie, still percent-encoded. One pass over the bytes, whatever they are.
 *
 *     passkey=abc&info_hash=%124Vx&&left=0#top
 *     └name─┘ └v┘ └─name──┘ └─v──┘  └n─┘ v └ cut off
 *
 * Parameters are separated by `&` only. Empty ones are skipped; one without `=` has an empty value; a
 * value may hold further `=`. Clients that append to an announce address which has a query already write
 * `?passkey=abc?info_hash=…`: a `?` before `info_hash=` separates too.
 */
import { queryParametersMax } from '#base/limits'
import { ascii } from '../bytes.ts'

const ampersand = 0x26
const equalsSign = 0x3d
const questionMark = 0x3f
const numberSign = 0x23
const secondQuery = ascii('info_hash=')

/** 1 for the bytes that may end something; a look-up is faster than four comparisons. */
const isDelimiter = new Uint8Array(256)
for (const byte of [ampersand, equalsSign, questionMark, numberSign]) isDelimiter[byte] = 1

export class QueryCursor {
  nameStart = 0
  nameEnd = 0
  valueStart = 0
  valueEnd = 0
  /** True once `next` has refused to go beyond `queryParametersMax` parameters. */
  overflowed = false

  #bytes: Uint8Array = secondQuery
  #at = 0
  #end = 0
  #count = 0

  /** Begins a new walk over the query from `start` (after its `?`) to `end`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    this.overflowed = false
    this.#bytes = bytes
    this.#at = start
    this.#end = end
    this.#count = 0
  }

  /** Moves to the next parameter; false when there is none, or when there were too many. */
  next(): boolean {
    while (this.#at < this.#end) {
      const start = this.#at
      if (!this.#scan(start)) continue
      if (this.#count++ < queryParametersMax) return true
      this.overflowed = true
      this.#end = start
    }
    return false
  }

  /** Finds name and value of the parameter at `start` and goes behind it; false if it is empty. */
  #scan(start: number): boolean {
    const bytes = this.#bytes
    const end = this.#end
    let equals = -1
    let at = start
    for (; at < end; at++) {
      while (at < end && isDelimiter[bytes[at] as number] === 0) at++
      if (at === end) break
      const byte = bytes[at] as number
      if (byte === ampersand) break
      if (byte === equalsSign && equals < 0) equals = at
      if (byte === questionMark && beginsSecondQuery(bytes, at + 1, end)) break
      if (byte === numberSign) {
        this.#end = at
        break
      }
    }
    this.#at = at + 1
    this.nameStart = start
    this.nameEnd = equals < 0 ? at : equals
    this.valueStart = equals < 0 ? at : equals + 1
    this.valueEnd = at
    return at > start
  }
}

function beginsSecondQuery(bytes: Uint8Array, start: number, end: number): boolean {
  if (start + secondQuery.length > end) return false
  for (let index = 0; index < secondQuery.length; index++) {
    if (bytes[start + index] !== secondQuery[index]) return false
  }
  return true
}
