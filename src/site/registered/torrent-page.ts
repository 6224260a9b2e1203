/** One torrent: what is known of it, its swarm, its files, and for operators what can be done with it. */
import type { Torrent, TorrentFile } from '#index/torrents/torrent'
import { buttonLink } from '../components/button-link.ts'
import { facts } from '../components/facts.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { tiles } from '../components/tiles.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { formatDuration, formatMinute } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { operatorLine } from './operator-line.ts'
import { actHref, type TorrentAct } from './torrent-address.ts'
import { hashFacts, torrentFiles } from './torrent-content.ts'
import { type Done, doneText } from './torrent-done.ts'
import { banText, removalText } from './torrent-table.ts'

export type TorrentState = {
  readonly torrent: Torrent
  readonly files: readonly TorrentFile[]
  readonly isOperators: boolean
  /** What was just done. */
  readonly done: Done | undefined
  readonly flushSeconds: number
  readonly nowSeconds: number
}

export function torrentPage(shell: Shell, state: TorrentState): Html {
  const { texts } = shell
  const { torrent, isOperators } = state
  const line = isOperators ? { filters: operatorLine(texts, { current: undefined }) } : {}
  return page(shell, {
    title: torrent.name,
    tab: '/torrents',
    ...line,
    content: html`<h1><bdi>${torrent.name}</bdi></h1>
      ${state.done !== undefined && notice(texts, 'good', doneText(texts, state.done))}
      ${refusals(texts, state)}
      ${isOperators && acts(texts, torrent)}
      <div class="beside">
        <div>${known(texts, state)}</div>
        <div>${swarm(texts, state)}</div>
      </div>
      ${torrentFiles(texts, torrent, state.files)}`,
  })
}

/** Why clients are refused it, if they are. */
function refusals(texts: Texts, { torrent, isOperators }: TorrentState): Content {
  const { ban, removal } = torrent
  const words = texts.registered.torrent
  return [
    removal !== undefined &&
      notice(texts, 'warning', html`${words.removed} ${removalText(texts, removal)}`),
    ban !== undefined && notice(texts, 'warning', banNotice(texts, ban, isOperators)),
  ]
}

function banNotice(texts: Texts, ban: NonNullable<Torrent['ban']>, isOperators: boolean): Content {
  const words = texts.registered.torrent
  if (isOperators) return html`${words.bannedBecause} ${banText(texts, ban)}`
  return ban.isPublic ? html`${words.bannedBecause} <bdi>${ban.reason}</bdi>` : words.banned
}

function acts(texts: Texts, torrent: Torrent): Html {
  const words = texts.registered.torrent.acts
  const isRemoved = torrent.removal !== undefined
  const possible: TorrentAct[] = isRemoved
    ? ['restore']
    : [torrent.isPinned ? 'unpin' : 'pin', torrent.ban === undefined ? 'ban' : 'unban', 'remove']
  return html`<p class="actions">
    ${possible.map((act) => buttonLink(actHref(torrent, act), words[act].link, isDestructive(act)))}
  </p>`
}

function isDestructive(act: TorrentAct): boolean {
  return act === 'ban' || act === 'remove'
}

function swarm(texts: Texts, { torrent, flushSeconds }: TorrentState): Html {
  const words = texts.registered.torrent
  const count = (value: number): string => formatCount(texts.locale, value)
  const { seeders, leechers, completed } = torrent
  return html`${tiles([
    { label: words.seeds, figure: count(seeders), glyph: 'seeds', isNone: seeders === 0 },
    { label: words.downloaders, figure: count(leechers), glyph: 'downloaders' },
    { label: words.completes, figure: count(completed), glyph: 'completes' },
  ])}
    <p class="muted">${words.counted(formatDuration(texts.policy.duration, flushSeconds))}</p>`
}

function known(texts: Texts, { torrent, nowSeconds, isOperators }: TorrentState): Html {
  const words = texts.registered.torrent
  const { sizeBytes, pieceLengthBytes, announcedAt, fileCount, isPrivate } = torrent
  const at = (seconds: number): Html =>
    html`${formatMinute(seconds)} <small>${moment(texts, seconds, nowSeconds)}</small>`
  const isKnown = fileCount !== undefined
  return facts([
    ...hashFacts(texts, torrent),
    { name: words.size, value: sizeBytes === undefined ? words.unknown : formatSize(sizeBytes) },
    { name: words.pieces, value: pieceLengthBytes && formatSize(pieceLengthBytes) },
    { name: words.kind, value: isKnown && (isPrivate ? words.isPrivate : words.isPublic) },
    { name: words.added, value: at(torrent.addedAt) },
    { name: words.announced, value: announcedAt === undefined ? words.never : at(announcedAt) },
    { name: words.pinned, value: isOperators && torrent.isPinned && words.isPinned },
  ])
}
