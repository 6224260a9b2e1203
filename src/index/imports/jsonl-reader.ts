/**
 * Torrents from a file with one JSON object on each line:
 *
 *     {"info_hash": "…40 or 64 hexadecimal digits, or 32 of base32…", "name": "…", "size": 1, "files": 1,
 *      "completed": 1, "added": 1700000000, "banned": "reason"}
 *
 * `info_hash` and `name` must be there. `info_hash_v2` adds the 64 digits of a hybrid torrent (BEP 52); `added` may be
 * ISO 8601; `banned` is true, false or the reason. Other keys are left alone and named at the end: they may be
 * misspelt.
 */
import { isUtf8 } from 'node:buffer'
import { StartError } from '#base/start-error'
import { decodeUtf8 } from './clean-text.ts'
import type { ImportItem } from './import-item.ts'
import { fieldsOf, type ImportFields } from './jsonl-fields.ts'
import type { Line } from './read-lines.ts'
import type { Registration } from './registration.ts'

/** Enough to see what kind of keys they are. */
const unknownKeysMax = 20

export class JsonlReader {
  readonly #path: string
  readonly #unknownKeys = new Set<string>()

  constructor(path: string) {
    this.#path = path
  }

  /** Throws StartError for a file that is one array. */
  async *items(lines: AsyncIterable<Line>): AsyncGenerator<ImportItem> {
    let hasBegun = false
    for await (const { number, bytes } of lines) {
      const read = bytes === undefined ? tooLong : this.#read(bytes)
      if (read === undefined) continue
      if (!hasBegun) this.#refuseArray(bytes)
      hasBegun = true
      yield typeof read === 'string'
        ? { fault: read, position: number }
        : { registration: read, position: number }
    }
  }

  describe(): string[] {
    if (this.#unknownKeys.size === 0) return []
    return [`keys without a meaning here were left alone: ${[...this.#unknownKeys].join(', ')}`]
  }

  /** A registration, a fault, or undefined for an empty line. */
  #read(bytes: Uint8Array): Registration | string | undefined {
    if (!isUtf8(bytes)) return 'it is not UTF-8: write the file in UTF-8'
    const text = decodeUtf8(bytes)
    if (text.trim() === '') return undefined
    const value = parseJson(text)
    if ('fault' in value) return value.fault
    const fields = fieldsOf(value.object)
    this.#note(fields)
    return fields.faults.length > 0 ? fields.faults.join('; ') : fields.registration
  }

  #note({ unknownKeys }: ImportFields): void {
    for (const key of unknownKeys) {
      if (this.#unknownKeys.size < unknownKeysMax) this.#unknownKeys.add(key.slice(0, 40))
    }
  }

  #refuseArray(bytes: Uint8Array | undefined): void {
    if (bytes === undefined || !/^\s*\[/.test(Buffer.from(bytes).toString('latin1', 0, 100))) return
    throw new StartError(
      `${this.#path} is one array: write one object on each line, as jq -c '.[]' does`,
    )
  }
}

const tooLong = 'it is longer than a line may be: is the end of each object followed by a new line?'

function parseJson(text: string): { readonly object: object } | { readonly fault: string } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { object: value }
    return { fault: 'it is not an object: write {"info_hash": …, "name": …}' }
  } catch (error) {
    return { fault: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}
