/** By which column a list of torrents is ordered, and where in it a page begins. */
import type { TorrentOrder, TorrentQuery, TorrentState } from '#index/torrents/torrent-repository'
import { storedText } from '../stored-text.ts'
import type { Tables } from '../tables.ts'
import { type PageMark, readPageMark } from './page-mark.ts'

export const keyColumns = {
  added: 'added_at',
  name: 'name_key',
  size: 'size_key',
  seeders: 'seeders',
  leechers: 'leechers',
  completed: 'completed',
} as const satisfies Record<TorrentOrder, keyof Tables['torrents']>

const states = ['live', 'banned', 'removed'] as const

export type OneState = (typeof states)[number]

export function statesOf(state: TorrentState): readonly OneState[] {
  return states.filter((one) => state === 'all' || state === one)
}

/** Undefined at the beginning. Throws StorageError `invalid_page`. */
export function markOf({
  after,
  order,
}: Pick<TorrentQuery, 'after' | 'order'>): PageMark | undefined {
  if (after === undefined) return undefined
  const mark = readPageMark(after, order, order === 'name' ? 'string' : 'number')
  return { ...mark, key: typeof mark.key === 'string' ? storedText(mark.key) : mark.key }
}
