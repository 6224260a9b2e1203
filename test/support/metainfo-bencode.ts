/**
 * Writes bencode (BEP 3) for torrents that tests make: correctly, or wrong in exactly the way that is asked for.
 */

/** What is written byte for byte as it is given. */
export class Raw {
  readonly bytes: Buffer

  constructor(bytes: Uint8Array | string) {
    this.bytes = Buffer.from(bytes)
  }
}

/** A dictionary whose entries are written in the order given, repeated ones too. */
export class Entries {
  readonly entries: readonly (readonly [string | Uint8Array, Bencodable])[]

  constructor(entries: readonly (readonly [string | Uint8Array, Bencodable])[]) {
    this.entries = entries
  }
}

/** Texts are written in UTF-8; entries whose value is undefined are left out. */
export type Bencodable =
  | number
  | bigint
  | string
  | Uint8Array
  | Raw
  | Entries
  | readonly Bencodable[]
  | ReadonlyMap<string | Uint8Array, Bencodable | undefined>
  | BencodableRecord

export interface BencodableRecord {
  readonly [key: string]: Bencodable | undefined
}

/** Keys of maps and records are sorted; those of `Entries` are not. */
export function bencode(value: Bencodable): Buffer {
  if (typeof value === 'number' || typeof value === 'bigint') return Buffer.from(`i${value}e`)
  if (typeof value === 'string') return bencode(Buffer.from(value))
  if (value instanceof Uint8Array) return Buffer.concat([Buffer.from(`${value.length}:`), value])
  if (value instanceof Raw) return value.bytes
  if (value instanceof Entries) return enclose('d', value.entries.flat().map(bencode))
  if (isList(value)) return enclose('l', value.map(bencode))
  return bencode(new Entries(sortedEntries(value)))
}

function isList(value: Bencodable): value is readonly Bencodable[] {
  return Array.isArray(value)
}

function enclose(letter: string, parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(letter), ...parts, Buffer.from('e')])
}

function sortedEntries(
  value: ReadonlyMap<string | Uint8Array, Bencodable | undefined> | BencodableRecord,
): [Buffer, Bencodable][] {
  const pairs = value instanceof Map ? [...value] : Object.entries(value)
  return pairs
    .flatMap(([key, item]): [Buffer, Bencodable][] =>
      item === undefined ? [] : [[Buffer.from(key), item]],
    )
    .toSorted(([one], [other]) => Buffer.compare(one, other))
}
