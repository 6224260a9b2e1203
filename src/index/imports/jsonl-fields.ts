/**
 * The fields of one torrent in JSON, each read strictly: whoever writes such a file can mend it, and a number that is
 * guessed wrong would stay wrong. Everything that is wrong with an object is told at once.
 */
import { counterMax } from '#tracker/wire/announce'
import { cleanName } from './clean-text.ts'
import { parseInfoHash } from './info-hash.ts'
import type { Registration } from './registration.ts'
import { isoSeconds, secondsMax } from './stored-number.ts'

export type ImportFields = {
  /** Means nothing where there are faults. */
  readonly registration: Registration
  readonly faults: readonly string[]
  readonly unknownKeys: readonly string[]
}

const knownKeys = [
  'info_hash',
  'info_hash_v2',
  'name',
  'size',
  'files',
  'completed',
  'added',
  'banned',
  'ban',
  'size_bytes',
  'file_count',
  'added_at',
]

/** As `waggle torrent list --json` names them, so that its output can be imported. */
const otherNames: Readonly<Record<string, string>> = {
  size: 'size_bytes',
  files: 'file_count',
  added: 'added_at',
}

export function fieldsOf(object: object): ImportFields {
  const reader = new FieldReader(object)
  const { infoHash, infoHashV2 } = reader.infoHashes()
  const { isBanned, banReason } = reader.ban()
  const registration = {
    infoHash,
    infoHashV2,
    name: reader.name(),
    sizeBytes: reader.count('size'),
    fileCount: reader.count('files'),
    completed: reader.count('completed'),
    addedAt: reader.seconds('added'),
    isBanned,
    banReason,
  }
  const unknownKeys = Object.keys(object).filter((key) => !knownKeys.includes(key))
  return { registration, faults: reader.faults, unknownKeys }
}

const noHash = new Uint8Array(20)

class FieldReader {
  readonly faults: string[] = []
  readonly #values: ReadonlyMap<string, unknown>

  constructor(object: object) {
    this.#values = new Map(Object.entries(object))
  }

  infoHashes(): Pick<Registration, 'infoHash' | 'infoHashV2'> {
    const first = this.#hash('info_hash')
    const second = this.#values.has('info_hash_v2') ? this.#hash('info_hash_v2') : undefined
    if (first === undefined) {
      this.faults.push('"info_hash" is missing')
      return { infoHash: noHash, infoHashV2: undefined }
    }
    if (second !== undefined && second !== noHash && second.length === 20) {
      this.faults.push('"info_hash_v2" is not 64 hexadecimal digits')
    }
    const infoHashV2 = first.length === 32 ? first : second
    if (first.length === 32 && second !== undefined && Buffer.compare(first, second) !== 0) {
      this.faults.push('"info_hash" and "info_hash_v2" are two torrents of version 2')
    }
    return { infoHash: first.slice(0, 20), infoHashV2 }
  }

  /** 20 or 32 bytes; undefined where it is missing, `noHash` with a fault where it is none. */
  #hash(key: string): Uint8Array | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    const hash = typeof value === 'string' ? parseInfoHash(value) : undefined
    if (hash !== undefined) return hash
    this.faults.push(`"${key}" is not 40 or 64 hexadecimal digits or 32 of base32: ${shown(value)}`)
    return noHash
  }

  name(): string {
    const value = this.#value('name')
    const name = typeof value === 'string' ? cleanName(value) : ''
    if (value === undefined) this.faults.push('"name" is missing')
    else if (name === '')
      this.faults.push(`"name" is not a text that can be shown: ${shown(value)}`)
    return name
  }

  count(key: string): number | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= counterMax) {
      return Number(value)
    }
    this.faults.push(`"${key}" is not a whole number from 0 to 2^50: ${shown(value)}`)
    return undefined
  }

  seconds(key: string): number | undefined {
    const value = this.#value(key)
    if (value === undefined) return undefined
    const seconds = typeof value === 'string' ? isoSeconds(value) : value
    if (Number.isInteger(seconds) && Number(seconds) >= 0 && Number(seconds) <= secondsMax) {
      return Number(seconds)
    }
    const hint = Number(seconds) > secondsMax ? ' (it looks like milliseconds)' : ''
    this.faults.push(`"${key}" is not unix seconds or an ISO 8601 date: ${shown(value)}${hint}`)
    return undefined
  }

  ban(): Pick<Registration, 'isBanned' | 'banReason'> {
    const value = this.#value('banned') ?? reasonOf(this.#value('ban'))
    if (value === undefined || typeof value === 'boolean') {
      return { isBanned: value, banReason: undefined }
    }
    const banReason = typeof value === 'string' ? cleanName(value) : ''
    if (banReason === '') {
      this.faults.push(`"banned" is not true, false or a reason: ${shown(value)}`)
    }
    return { isBanned: true, banReason }
  }

  /** null stands for what is not known, as in most databases' exports. */
  #value(key: string): unknown {
    return this.#values.get(key) ?? this.#values.get(otherNames[key] ?? key) ?? undefined
  }
}

/** The reason in an object that describes a ban; anything else stays as it is. */
function reasonOf(ban: unknown): unknown {
  return typeof ban === 'object' && ban !== null && 'reason' in ban ? ban.reason : ban
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text
}
