/**
 * What is done with a torrent of a gallery after its upload. Every change keeps one order: in the database first, with its
 * entry in the audit log, then in force in the tracker. Only after that its author hears of it.
 */
import { torrentCommentCharactersMax } from '#base/limits'
import type { EntriesOf } from '#index/audit/audit-repository'
import { isTooLate, restorableDays } from '#index/torrents/housekeeping-rules'
import { infoHashText } from '#index/torrents/info-hash-text'
import { mayBury, type Tombstone, type TombstoneKind } from '#index/torrents/tombstone'
import { TorrentError } from '#index/torrents/torrent-error'
import { checkedName, checkedReason } from '#index/torrents/torrent-rules'
import { failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { GalleryError } from './gallery-error.ts'
import { checkedText } from './gallery-text.ts'
import { type GalleryTorrent, galleryTorrentPath, isGone } from './gallery-torrent.ts'
import type { UploadedFile, UploadOutcome } from './gallery-torrents.ts'
import type { GalleryTorrentsOptions } from './gallery-torrents-options.ts'
import { UploadRefusal } from './upload-refusal.ts'
import { refusalOf, takeFile } from './upload-torrents.ts'

export type TorrentFields = {
  readonly name?: string
  readonly comment?: string
  /** The staff changes what is gone as well. */
  readonly isByStaff?: boolean
}

/** Throws GalleryError. */
export function checkedComment(comment: string): string {
  return asTorrentFault(() =>
    checkedText(comment, {
      what: 'the comment',
      charactersMax: torrentCommentCharactersMax,
      mayBeEmpty: true,
      hasLines: true,
    }),
  )
}

export async function editTorrent(
  torrent: GalleryTorrent,
  { name, comment, isByStaff = false }: TorrentFields,
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<GalleryTorrent> {
  if (isGone(torrent) && !isByStaff) throw staffOnly(torrent)
  const fields = {
    name: name === undefined ? undefined : asTorrentFault(() => checkedName(name.trim())),
    comment: comment === undefined ? undefined : checkedComment(comment),
  }
  const what = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  const log = logOf(options, { actor, action: 'torrent.edit', detail: what.join(', ') })
  const edited = present(await options.repository.edit(torrent.id, fields, log), torrent)
  options.changes.changed([edited])
  return edited
}

export async function buryTorrent(
  torrent: GalleryTorrent,
  { kind, reason }: { readonly kind: TombstoneKind; readonly reason: string },
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<GalleryTorrent> {
  if (!mayBury(torrent.tombstone, kind)) return torrent
  const told = reason === '' ? '' : asTorrentFault(() => checkedReason(reason))
  const tombstone = { kind, reason: told, at: options.clock.nowSeconds() }
  const log = logOf(options, { actor, action: actions[kind], detail: reason })
  const buried = present(await options.repository.bury(torrent.id, tombstone, log), torrent)
  options.changes.changed([buried])
  return buried
}

/** The tombstone from before a removal takes its place again, unless something else has by now. */
export async function reburyTorrent(
  torrent: GalleryTorrent,
  { removal, before }: { readonly removal: Tombstone; readonly before: Tombstone },
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<GalleryTorrent> {
  const log = logOf(options, { actor, action: actions[before.kind], detail: before.reason })
  const reburied = await options.repository.rebury(torrent.id, removal, before, log)
  if (reburied === undefined) return torrent
  options.changes.changed([reburied])
  return reburied
}

const actions = {
  expunged: 'torrent.expunge',
  removed: 'torrent.remove',
  purged: 'torrent.purge',
} as const satisfies Record<TombstoneKind, string>

export async function restoreTorrent(
  torrent: GalleryTorrent,
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<GalleryTorrent> {
  const { tombstone } = torrent
  if (tombstone === undefined) return torrent
  const goneSeconds = options.clock.nowSeconds() - (tombstone.purgedAt ?? tombstone.at)
  if (isTooLate(goneSeconds, await options.repository.upSecondsGone(torrent.id)))
    throw new GalleryError(
      'too_late',
      `the torrent is gone for more than ${restorableDays} days; make it again, with another piece size, and upload that`,
    )
  const log = logOf(options, { actor, action: 'torrent.restore', detail: '' })
  const restored = present(
    await options.repository.restore(torrent.id, (back) =>
      back.tombstone === undefined ? log(back) : [],
    ),
    torrent,
  )
  if (restored.tombstone !== undefined)
    throw new GalleryError(
      'gone_torrent',
      'the file of the torrent is not kept any more; make it again, with another piece size, and upload that',
    )
  options.changes.changed([restored])
  return restored
}

export async function replaceTorrent(
  torrent: GalleryTorrent,
  file: UploadedFile,
  actor: string,
  options: GalleryTorrentsOptions,
): Promise<UploadOutcome> {
  if (torrent.tombstone !== undefined) throw goneTorrent(torrent)
  const { gallery, uploader, comment } = torrent
  const to = { galleryId: gallery.id, uploaderId: uploader.id, comment }
  return await takeFile(file, to, options, async (read, bound) => {
    const reason = replacedReason(`${options.siteAddress()}${galleryTorrentPath(read)}`)
    const tombstone = { kind: 'expunged', reason, at: options.clock.nowSeconds() } as const
    const result = await options.repository.replace(torrent.id, tombstone, read, bound, (done) => {
      if (done.outcome !== 'added') return []
      const detail = `by ${infoHashText(done.torrent.infoHash)}`
      return logOf(options, { actor, action: 'torrent.replace', detail })(done.replaced)
    })
    if (result.outcome === 'gone') throw new UploadRefusal('gone_torrent', goneText)
    if (result.outcome !== 'added') throw refusalOf(result, options)
    options.changes.changed([result.torrent, result.replaced])
    return result.torrent
  })
}

/** Clients show it, as far as they have room. */
function replacedReason(address: string): string {
  const reason = `replaced, get the new one: ${address}`
  return Buffer.byteLength(reason) <= failureDetailBytesMax ? reason : 'replaced by a new one'
}

const goneText =
  'The torrent that this file was to replace is gone. Upload the file as a new torrent.'

function goneTorrent({ infoHash }: GalleryTorrent): GalleryError {
  const text = infoHashText(infoHash)
  return new GalleryError(
    'gone_torrent',
    `${text} is gone and cannot be replaced; upload the file as a new torrent`,
  )
}

function staffOnly({ infoHash }: GalleryTorrent): GalleryError {
  return new GalleryError(
    'gone_torrent',
    `${infoHashText(infoHash)} is gone or banned, and only the staff can change it; ask a moderator`,
  )
}

function present(
  changed: GalleryTorrent | undefined,
  { infoHash }: GalleryTorrent,
): GalleryTorrent {
  if (changed !== undefined) return changed
  throw unknownTorrent(infoHashText(infoHash))
}

export function unknownTorrent(what: string): GalleryError {
  return new GalleryError(
    'unknown_torrent',
    `there is no torrent ${what} in any gallery; check the address`,
  )
}

type Note = { readonly actor: string; readonly action: string; readonly detail: string }

function logOf(
  { clock }: Pick<GalleryTorrentsOptions, 'clock'>,
  entry: Note,
): EntriesOf<GalleryTorrent> {
  return ({ infoHash }) => [{ at: clock.nowSeconds(), target: infoHashText(infoHash), ...entry }]
}

/** Faults of rules that torrents and galleries share. */
function asTorrentFault<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof TorrentError || error instanceof GalleryError)
      throw new GalleryError('invalid_torrent', error.message)
    throw error
  }
}
