/** Galleries as the command line shows them to people. */
import type { GalleryJson } from '../api/gallery-schemas.ts'

/** The words above the columns of `galleryRow`. */
export const galleryHead = columns('id', 'state', 'torrents', 'owner', 'title')

export function galleryRow(gallery: GalleryJson): string {
  const { id, torrent_count, owner, title } = gallery
  return columns(`${id}`, shownState(gallery), `${torrent_count}`, owner.name, title)
}

/** `added     7  Kersenbloesem (Alice)`. */
export function outcomeLine(outcome: string, { id, title, owner }: GalleryJson): string {
  return `${outcome.padEnd(9)} ${id}  ${title} (${owner.name})\n`
}

/** Everything of one, a line each. */
export function galleryText(gallery: GalleryJson): string {
  const { cover, parent_id, current_id, id } = gallery
  const facts: readonly (readonly [string, string])[] = [
    ['title', gallery.title],
    ['original title', gallery.original_title],
    ['page', gallery.url],
    ['announce', gallery.announce_urls.join('\n')],
    ['owner', gallery.owner.name],
    ['category', gallery.category],
    ['tags', gallery.tags.join(', ')],
    ['pages', gallery.pages === null ? '' : `${gallery.pages}`],
    ['cover', cover === null ? '' : `${cover.url} (${cover.width} × ${cover.height})`],
    ['posted', dayText(gallery.posted_at)],
    ['state', [gallery.state, gallery.state_reason].filter((text) => text !== '').join(': ')],
    ['torrents', `${gallery.torrent_count}`],
    ['external id', gallery.external_id ?? ''],
    ['version before', parent_id === null ? '' : `${parent_id}`],
    ['newest version', current_id === id ? '' : `${current_id}`],
    ['description', gallery.description],
  ]
  const lines = facts.filter(([, text]) => text !== '').map(([name, text]) => factLine(name, text))
  return `gallery ${id}\n${lines.join('')}`
}

const nameWidth = 16

function factLine(name: string, text: string): string {
  return `  ${name.padEnd(nameWidth)}${text.replaceAll('\n', `\n${' '.repeat(nameWidth + 2)}`)}\n`
}

/** One that is not the newest stands in no list, whatever its state. */
function shownState({ state, id, current_id }: GalleryJson): string {
  return state === 'live' && id !== current_id ? 'outdated' : state
}

function columns(
  id: string,
  state: string,
  torrents: string,
  owner: string,
  title: string,
): string {
  return `${id.padStart(8)}  ${state.padEnd(8)}  ${torrents.padStart(8)}  ${owner.padEnd(16)}  ${title}\n`
}

function dayText(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10)
}
