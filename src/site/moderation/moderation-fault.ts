/** What is wrong with what a moderator decided, as a sentence. Throws the error itself where it is no fault of theirs. */
import { BlockError } from '#index/blocks/block-error'
import { GalleryError } from '#index/galleries/gallery-error'
import { MemberError } from '#index/members/member-error'
import { ReportError } from '#index/moderation/report-error'
import { PointError } from '#index/points/point-error'
import { TorrentError } from '#index/torrents/torrent-error'
import { sentence } from '../format/sentence.ts'

const faults = [ReportError, GalleryError, TorrentError, MemberError, BlockError, PointError]

export function moderationFault(error: unknown): string {
  if (error instanceof Error && faults.some((kind) => error instanceof kind))
    return sentence(error.message)
  throw error
}
