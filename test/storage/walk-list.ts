/** All pages of a list, forwards and back again. */
import type {
  TorrentPage,
  TorrentQuery,
  TorrentRepository,
} from '#index/torrents/torrent-repository'

type Lists = Pick<TorrentRepository, 'list'>
type WholeList = Omit<TorrentQuery, 'after'>

/** The ids of every page. */
export async function walkList(torrents: Lists, query: WholeList): Promise<number[][]> {
  return (await pagesOf(torrents, query)).map(idsOf)
}

/** The ids of every page but the last, found from the last page backwards, and put in the order of the list. */
export async function walkBack(torrents: Lists, query: WholeList): Promise<number[][]> {
  const pages = await pagesOf(torrents, query)
  const found: number[][] = []
  let mark = pages.at(-1)?.first
  while (mark !== undefined) {
    const page = await torrents.list({
      ...query,
      isDescending: !query.isDescending,
      after: mark,
    })
    if (page.torrents.length > 0) found.unshift(idsOf(page).toReversed())
    // From the other direction the page's last torrent is its first.
    mark = page.next
  }
  return found
}

async function pagesOf(torrents: Lists, query: WholeList): Promise<TorrentPage[]> {
  const pages: TorrentPage[] = []
  let after: string | undefined
  do {
    const page = await torrents.list({ ...query, after })
    pages.push(page)
    after = page.next
  } while (after !== undefined)
  return pages
}

function idsOf({ torrents }: TorrentPage): number[] {
  return torrents.map(({ id }) => id)
}
