/** A row of a known table as what it says of a torrent: values are found by the table's columns and made plain. */
import { cleanName, decodeText, unescapeEntities } from '../clean-text.ts'
import { storedInfoHash } from '../info-hash.ts'
import { storedCount, storedSeconds } from '../stored-number.ts'
import type { SqlRow, SqlValue } from './insert-reader.ts'
import type { Field, TableMatch } from './known-tables.ts'

/** The key of a title: by which field it is pointed to, and the value of that. */
export type TitleKey = readonly [field: 'groupId' | 'topicId', id: string]

export type TorrentRow = {
  /** 20 bytes. */
  readonly infoHash: Uint8Array
  /** '' where the table has none. */
  readonly name: string
  /** Where else the name may stand. */
  readonly titles: readonly TitleKey[]
  readonly sizeBytes: number | undefined
  readonly fileCount: number | undefined
  readonly completed: number | undefined
  readonly addedAt: number | undefined
  readonly isBanned: boolean
  /** Taken out of the other tracker, whose row stands only until it is cleaned up. */
  readonly isDeleted: boolean
}

/** XBT Tracker: "1 = deleted" among `flags`. */
const deletedFlag = 1

/** What the row says, or what is wrong with it. */
export function readTorrentRow(match: TableMatch, row: SqlRow): TorrentRow | string {
  const fault = widthFault(match, row)
  if (fault !== undefined) return fault
  const value = (field: Field): SqlValue => valueOf(match, row, field)
  const text = (field: Field): string => textOf(value(field))
  const infoHash = storedInfoHash(value('infoHash') ?? new Uint8Array(0))
  if (infoHash === undefined) return hashFault(match, value('infoHash'))
  return {
    infoHash,
    name: cleanName(unescapeEntities(text('name'))),
    titles: titleKeys(match, row),
    sizeBytes: storedCount(text('size')),
    fileCount: storedCount(text('files')) || undefined,
    completed: storedCount(text('completed')),
    addedAt: storedSeconds(text('added')),
    isBanned: /^(?:yes|true|[1-9]\d*)$/i.test(text('banned')),
    isDeleted: (Number(text('flags')) & deletedFlag) !== 0,
  }
}

/** A title and its key; undefined where there is none. */
export function readTitleRow(
  match: TableMatch,
  row: SqlRow,
): { readonly key: TitleKey; readonly title: string } | undefined {
  if (widthFault(match, row) !== undefined) return undefined
  const [key] = titleKeys(match, row)
  const title = cleanName(unescapeEntities(textOf(valueOf(match, row, 'name'))))
  return key === undefined || title === '' ? undefined : { key, title }
}

function titleKeys(match: TableMatch, row: SqlRow): TitleKey[] {
  return (['groupId', 'topicId'] as const)
    .map((field) => [field, textOf(valueOf(match, row, field))] as const)
    .filter(([, id]) => id !== '' && id !== '0')
}

function widthFault({ table, width }: TableMatch, { values }: SqlRow): string | undefined {
  if (values.length === width) return undefined
  return `${table}: it has ${values.length} values where the table has ${width} columns`
}

function hashFault({ table }: TableMatch, value: SqlValue): string {
  if (value === undefined) return `${table}: its info-hash is calculated, not written out`
  if (value === null || value.length === 0) return `${table}: it has no info-hash`
  const shown = cleanName(decodeText(value.subarray(0, 60)))
  return `${table}: its info-hash is neither 20 bytes nor 40 hexadecimal digits: "${shown}" (${value.length} bytes)`
}

function valueOf({ places }: TableMatch, { values }: SqlRow, field: Field): SqlValue {
  const place = places.get(field)
  return place === undefined ? undefined : values[place]
}

function textOf(value: SqlValue): string {
  return value === undefined || value === null ? '' : decodeText(value)
}
