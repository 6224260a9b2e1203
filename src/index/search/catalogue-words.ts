/**
 * The words by which galleries and their torrents are found: tokens of their texts one after the other, with a gap
 * between two texts, and the tokens of the tags. Both engines would lose a part of what is longer, each in its own way,
 * so the limits are kept here.
 */
import { gapToken, tagTokens } from './tag-token.ts'
import { tokenize } from './tokenize.ts'

type Tag = { readonly namespace: string; readonly name: string }

export type GalleryTexts = {
  readonly title: string
  readonly originalTitle: string
  readonly tags: readonly Tag[]
}

export type TorrentTexts = {
  readonly name: string
  readonly paths: readonly string[]
}

/** Tokens of one title or name; the longest ones have a hundred. */
const titleTokensMax = 255

/** Tokens of everything together: of the longest tokens there are, PostgreSQL takes as many in one row. */
export const tokensMax = 3000

/** PostgreSQL keeps 255 places of one word. */
const placesMax = 255

/** Of titles and tags. */
export function galleryTokens(gallery: GalleryTexts): readonly string[] {
  return limited([...titlesOf(gallery), ...tagWords(gallery.tags), gallery.tags.flatMap(tagTokens)])
}

/** The same, and of the names of its torrents and of their files. */
export function galleryFileTokens(
  gallery: GalleryTexts,
  torrents: readonly TorrentTexts[],
): readonly string[] {
  const tags = [...tagWords(gallery.tags), gallery.tags.flatMap(tagTokens)]
  return limited([...titlesOf(gallery), ...tags, ...torrents.flatMap(torrentTexts)])
}

/** Of its name, its gallery's titles and tags, unless that is not to be found by them, and the names of its files. */
export function torrentTokens(
  torrent: TorrentTexts,
  gallery: GalleryTexts | undefined,
): readonly string[] {
  const [name = [], ...paths] = torrentTexts(torrent)
  if (gallery === undefined) return limited([name, ...paths])
  return limited([name, ...titlesOf(gallery), gallery.tags.flatMap(tagTokens), ...paths])
}

function titlesOf({ title, originalTitle }: GalleryTexts): readonly string[][] {
  return [title, originalTitle].map((text) => tokenize(text).slice(0, titleTokensMax))
}

function tagWords(tags: readonly Tag[]): readonly string[][] {
  return tags.map(({ name }) => tokenize(name).slice(0, titleTokensMax))
}

/** The name first, then each path. */
function torrentTexts({ name, paths }: TorrentTexts): readonly string[][] {
  const texts = [tokenize(name).slice(0, titleTokensMax)]
  let count = 0
  for (const path of paths) {
    if (count > tokensMax) break
    const tokens = tokenize(path)
    texts.push(tokens)
    count += tokens.length
  }
  return texts
}

function limited(texts: readonly (readonly string[])[]): readonly string[] {
  const tokens: string[] = []
  const places = new Map<string, number>()
  for (const text of texts.filter(({ length }) => length > 0)) {
    if (tokens.length > 0) tokens.push(gapToken)
    for (const token of text) {
      if (tokens.length >= tokensMax) return tokens
      const used = places.get(token) ?? 0
      places.set(token, used + 1)
      // The place stays, so that what stood apart does not come together.
      tokens.push(used < placesMax ? token : gapToken)
    }
  }
  return tokens
}
