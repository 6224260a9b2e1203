/** The torrents' repository as a plain list in memory: what both engines are compared with. */
import type { LongAgo } from '#index/torrents/housekeeping-rules'
import type { Ban, NewTorrent, Removal, Torrent, TorrentFile } from '#index/torrents/torrent'
import type {
  AddOutcome,
  TorrentCounts,
  TorrentFlush,
  TorrentOrder,
  TorrentPage,
  TorrentQuery,
  TorrentRepository,
  TorrentState,
  TorrentTotal,
} from '#index/torrents/torrent-repository'
import { isFound } from './model-search.ts'

type Row = {
  torrent: Torrent
  readonly files: readonly TorrentFile[]
  activeUpSeconds: number
  /** Since it was removed. */
  goneUpSeconds: number
}

/** The same text on both engines. */
const stored = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** Of the first 255 characters, which a name of UTF-16 units counts otherwise. */
const nameKey = (name: string): Buffer => Buffer.from(Array.from(name).slice(0, 255).join(''))

const sum = (numbers: number[]): number => numbers.reduce((one, other) => one + other, 0)

const removedAt = ({ torrent }: Row): number => torrent.removal?.removedAt ?? Infinity

const keys: Readonly<Record<TorrentOrder, (torrent: Torrent) => number>> = {
  added: ({ addedAt }) => addedAt,
  size: ({ sizeBytes }) => sizeBytes ?? -1,
  seeders: ({ seeders }) => seeders,
  leechers: ({ leechers }) => leechers,
  completed: ({ completed }) => completed,
  name: () => 0,
}

function compare(order: TorrentOrder, one: Torrent, other: Torrent): number {
  const byKey =
    order === 'name'
      ? Buffer.compare(nameKey(one.name), nameKey(other.name))
      : keys[order](one) - keys[order](other)
  return byKey === 0 ? one.id - other.id : byKey
}

function stateOf({ removal, ban }: Torrent): TorrentState {
  if (removal !== undefined) return 'removed'
  return ban === undefined ? 'live' : 'banned'
}

function announced(torrent: Pick<NewTorrent, 'infoHash' | 'infoHashV2'>): string[] {
  const hashes = [torrent.infoHash, torrent.infoHashV2?.slice(0, 20) ?? torrent.infoHash]
  return hashes.map((hash) => Buffer.from(hash).toString('hex'))
}

export class ModelTorrents implements TorrentRepository {
  #rows: Row[] = []
  #ids = 0
  #upSeconds = 0
  readonly #flushed = new Map<string, number>()

  async add(torrents: readonly NewTorrent[]): Promise<AddOutcome[]> {
    const outcomes = torrents.map((torrent) => this.#addOne(torrent))
    // A torrent that a batch means twice is told as the whole batch left it.
    return outcomes.map(({ outcome, row }) => ({ outcome, torrent: row.torrent }))
  }

  async find(infoHash: Uint8Array): Promise<Torrent | undefined> {
    const wanted = Buffer.from(infoHash).toString('hex')
    return this.#rows.find(({ torrent }) =>
      infoHash.length === 20
        ? announced(torrent).includes(wanted)
        : torrent.infoHashV2 !== undefined &&
          Buffer.from(torrent.infoHashV2).toString('hex') === wanted,
    )?.torrent
  }

  async files(torrentId: number): Promise<readonly TorrentFile[]> {
    return this.#rows.find(({ torrent }) => torrent.id === torrentId)?.files ?? []
  }

  async list(query: TorrentQuery): Promise<TorrentPage> {
    const { order, isDescending, after, limit } = query
    const sign = isDescending ? -1 : 1
    const sorted = this.#found(query).toSorted((one, other) => sign * compare(order, one, other))
    const mark = after === undefined ? undefined : (JSON.parse(after) as Torrent)
    const rest = sorted.filter(
      (torrent) => mark === undefined || sign * compare(order, torrent, mark) > 0,
    )
    const torrents = rest.slice(0, limit)
    return {
      torrents,
      next: rest.length > limit ? JSON.stringify(torrents.at(-1)) : undefined,
      first: torrents[0] && JSON.stringify(torrents[0]),
    }
  }

  async total(list: Pick<TorrentQuery, 'state' | 'search'>): Promise<TorrentTotal> {
    return { count: this.#found(list).length, isMore: false }
  }

  async after(torrentId: number, limit: number): Promise<readonly Torrent[]> {
    const present = this.#torrents().filter(({ id, removal }) => id > torrentId && !removal)
    return present.slice(0, limit)
  }

  async counts(): Promise<TorrentCounts> {
    const count = (state: TorrentState): number =>
      this.#torrents().filter((torrent) => stateOf(torrent) === state).length
    const pinned = this.#torrents().filter(({ isPinned, removal }) => isPinned && !removal).length
    return { live: count('live'), banned: count('banned'), removed: count('removed'), pinned }
  }

  async ban(ids: readonly number[], { reason, ...ban }: Ban): Promise<readonly Torrent[]> {
    return this.#change(ids, () => ({ ban: { ...ban, reason: stored(reason) } }))
  }

  async unban(ids: readonly number[]): Promise<readonly Torrent[]> {
    return this.#change(ids, (row) => {
      if (row.torrent.ban !== undefined) row.activeUpSeconds = this.#upSeconds
      return { ban: undefined }
    })
  }

  async remove(ids: readonly number[], removal: Removal): Promise<readonly Torrent[]> {
    const kept = { ...removal, reason: stored(removal.reason) }
    return this.#change(ids, (row) => {
      if (row.torrent.removal === undefined) row.goneUpSeconds = this.#upSeconds
      return { removal: row.torrent.removal ?? kept }
    })
  }

  async restore(ids: readonly number[]): Promise<readonly Torrent[]> {
    return this.#change(ids, (row) => {
      if (row.torrent.removal !== undefined) row.activeUpSeconds = this.#upSeconds
      return { removal: undefined }
    })
  }

  async pin(ids: readonly number[], isPinned: boolean): Promise<readonly Torrent[]> {
    return this.#change(ids, () => ({ isPinned }))
  }

  async flush({ run, sequence, upSeconds, activities }: TorrentFlush): Promise<void> {
    if (sequence <= (this.#flushed.get(run) ?? -1)) return
    this.#flushed.set(run, sequence)
    this.#upSeconds += upSeconds
    for (const row of this.#rows) {
      const seen = activities.filter(({ torrentId }) => torrentId === row.torrent.id)
      if (seen.length === 0) continue
      const { announcedAt = 0, completed } = row.torrent
      row.activeUpSeconds = this.#upSeconds
      row.torrent = {
        ...row.torrent,
        completed: completed + sum(seen.map(({ completions }) => completions)),
        seeders: Math.max(...seen.map(({ seeders }) => seeders)),
        leechers: Math.max(...seen.map(({ leechers }) => leechers)),
        announcedAt: Math.max(announcedAt, ...seen.map((activity) => activity.announcedAt)),
      }
    }
  }

  async upSeconds(): Promise<number> {
    return this.#upSeconds
  }

  async idle(idleUpSeconds: number, limit: number): Promise<readonly Torrent[]> {
    return this.#rows
      .filter(({ torrent }) => stateOf(torrent) === 'live' && !torrent.isPinned)
      .filter(({ activeUpSeconds }) => this.#upSeconds - activeUpSeconds >= idleUpSeconds)
      .toSorted((one, other) => one.activeUpSeconds - other.activeUpSeconds)
      .slice(0, limit)
      .map(({ torrent }) => torrent)
  }

  async upSecondsGone(torrentId: number): Promise<number> {
    const row = this.#rows.find(({ torrent }) => torrent.id === torrentId && torrent.removal)
    return this.#upSeconds - (row?.goneUpSeconds ?? this.#upSeconds)
  }

  async forgettable(removedBefore: LongAgo, limit: number): Promise<number> {
    return this.#forgettable(removedBefore, limit).length
  }

  async forget(removedBefore: LongAgo, limit: number): Promise<number> {
    const gone = this.#forgettable(removedBefore, limit)
    this.#rows = this.#rows.filter((row) => !gone.includes(row))
    return gone.length
  }

  #forgettable({ at, upSeconds }: LongAgo, limit: number): Row[] {
    return this.#rows
      .filter((row) => removedAt(row) < at && row.goneUpSeconds < upSeconds)
      .toSorted((one, other) => removedAt(one) - removedAt(other))
      .slice(0, limit)
  }

  #found({ state, search }: Pick<TorrentQuery, 'state' | 'search'>): Torrent[] {
    return this.#torrents()
      .filter((torrent) => state === 'all' || stateOf(torrent) === state)
      .filter(({ name }) => isFound(name, search))
  }

  #torrents(): Torrent[] {
    return this.#rows.map(({ torrent }) => torrent)
  }

  #addOne(given: NewTorrent): { outcome: AddOutcome['outcome']; row: Row } {
    const found = announced(given)
      .map((hash) => this.#rows.find(({ torrent }) => announced(torrent).includes(hash)))
      .find((row) => row !== undefined)
    if (found === undefined) return { outcome: 'added', row: this.#insert(given) }
    if (found.torrent.removal === undefined) return { outcome: 'known', row: found }
    found.torrent = { ...found.torrent, removal: undefined }
    found.activeUpSeconds = this.#upSeconds
    return { outcome: 'restored', row: found }
  }

  #insert({ files, ...given }: NewTorrent): Row {
    const { ban } = given
    const torrent = {
      ...given,
      id: ++this.#ids,
      name: stored(given.name),
      ban: ban && { ...ban, reason: stored(ban.reason) },
      fileCount: files?.length,
      removal: undefined,
      isPinned: false,
      announcedAt: undefined,
      seeders: 0,
      leechers: 0,
    }
    const kept = (files ?? []).map((file) => ({ ...file, path: stored(file.path) }))
    const row = { torrent, files: kept, activeUpSeconds: this.#upSeconds, goneUpSeconds: 0 }
    this.#rows.push(row)
    return row
  }

  #change(ids: readonly number[], changes: (row: Row) => Partial<Torrent>): Torrent[] {
    const changed = this.#rows.filter(({ torrent }) => ids.includes(torrent.id))
    for (const row of changed) row.torrent = { ...row.torrent, ...changes(row) }
    return changed.map(({ torrent }) => torrent)
  }
}
