/** What feeds are made from. */
import type { CatalogueLists } from '#index/galleries/catalogue-lists'
import type { FileLengths } from '#index/galleries/file-lengths'
import type { GalleryTorrents } from '#index/galleries/gallery-torrents'
import type { FeedTokens } from '#index/members/feed-tokens'
import type { MakeShell } from '../shell.ts'

export type FeedOptions = {
  readonly lists: Pick<CatalogueLists, 'newest' | 'galleries'>
  readonly torrents: Pick<GalleryTorrents, 'find' | 'personalFile'>
  readonly fileLengths: FileLengths
  readonly feedTokens: Pick<FeedTokens, 'memberByToken'>
  /** Asked for with each reply: the public address of the site without a slash at its end, or ''. */
  readonly settings: () => { readonly siteUrl: string }
}

/** The same, for routes. */
export type FeedParts = FeedOptions & { readonly shell: MakeShell }
