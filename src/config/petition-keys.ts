/** The keys of petitions; a part of `schema.ts`. See docs/guides/petitions.md. */
import { onReload } from './key.ts'
import { boolean, integer } from './value-type.ts'

const powerMax = 1000
const scoreMax = 1_000_000
const holdSecondsMax = 7 * 24 * 3600
const daysMax = 365

export const petitionKeys = {
  'petitions.torrent_threshold': onReload(integer(1, scoreMax), 100, [
    'The score of votes at which a petition expunges a torrent. Petitions that are voted on keep the thresholds, holds and',
    'times that they were opened with; what power is needed and what a vote weighs changes for them too.',
  ]),
  'petitions.torrent_hold_seconds': onReload(integer(0, holdSecondsMax), 0, [
    'How long the score has to stay there before the torrent is expunged. The vote of its uploader waits for nothing.',
  ]),
  'petitions.torrent_days': onReload(integer(1, daysMax), 7, [
    'How long a vote about a torrent counts. When none counts any more the petition is cleared.',
  ]),
  'petitions.torrent_power': onReload(integer(0, powerMax), 1, [
    'The least power with which a member opens a petition about a torrent, or votes on one.',
  ]),
  'petitions.gallery_threshold': onReload(integer(1, scoreMax), 100, [
    'The score of votes at which a petition expunges a gallery.',
  ]),
  'petitions.gallery_hold_seconds': onReload(integer(0, holdSecondsMax), 900, [
    'How long the score has to stay there before the gallery is expunged: time for others to vote against it.',
  ]),
  'petitions.gallery_days': onReload(integer(1, daysMax), 7, [
    'After so many days an open petition about a gallery is cleared with its votes.',
  ]),
  'petitions.gallery_start_power': onReload(integer(0, powerMax), 5, [
    'The least power with which a member opens a petition about a gallery.',
  ]),
  'petitions.gallery_vote_power': onReload(integer(0, powerMax), 2, [
    'The least power with which a member votes on one.',
  ]),
  'petitions.gallery_weight_max': onReload(integer(1, powerMax), 30, [
    'A vote about a gallery weighs as much as the power of the member, but no more than this.',
  ]),
  'petitions.gallery_weight_max_trusted': onReload(integer(1, powerMax), 40, [
    'The same for members whose role alone gives them a power of 2 or more: uploaders and those who moderate.',
  ]),
  'petitions.appeal_power': onReload(integer(0, powerMax), 10, [
    'The least power with which a member appeals against a petition that expunged a gallery.',
  ]),
  'petitions.appeal_days': onReload(integer(0, daysMax), 7, [
    'For so many days after it came into force; later only those who moderate bring a gallery back.',
  ]),
  'petitions.owner_appeals': onReload(boolean(), false, [
    'Whether the owner of a gallery may appeal within this time whatever their power is.',
  ]),
  'petitions.power_per_days': onReload(integer(1, 3650), 120, [
    'Every so many days since they came add 1 to the power of a member, 3 at most.',
  ]),
  'petitions.power_per_completes': onReload(integer(1, scoreMax), 50, [
    'Every so many downloads of their uploads that others have finished add 1 to the power of a member, as does each',
    'petition of theirs that is in force; both together add 5 at most.',
  ]),
} as const
