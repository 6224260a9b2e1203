/**
 * What the self-probe asks our own addresses about: a torrent that is registered, so that its questions are answered and
 * not counted among the refusals that an operator looks at. The addresses of others are asked about none of ours.
 */
import { announcedHashes } from '#index/torrents/torrent'
import type { Catalogue } from './catalogue.ts'

/** Undefined where nothing is registered, or in a mode without a database. Never rejects. */
export function createProbedTorrent(
  catalogue: Pick<Catalogue, 'parts' | 'isDatabaseUp'> | undefined,
  isOurs: (url: string) => boolean,
): (url: string) => Promise<Uint8Array | undefined> {
  let last: Uint8Array | undefined
  return async (url) => {
    if (catalogue === undefined || !isOurs(url)) return undefined
    // While the database is away the one of last time will do.
    if (catalogue.isDatabaseUp) last = await newestOf(catalogue).catch(() => last)
    return last
  }
}

async function newestOf({ parts }: Pick<Catalogue, 'parts'>): Promise<Uint8Array | undefined> {
  const { torrents } = await parts.torrents.list({
    state: 'live',
    search: '',
    order: 'added',
    isDescending: true,
    after: undefined,
    limit: 1,
  })
  return torrents[0] === undefined ? undefined : announcedHashes(torrents[0])[0]
}
