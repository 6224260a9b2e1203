/** Every step of the schema, in order. A new one is added at the end. */
import { torrents } from './0001-torrents.ts'
import { tokensAndAudit } from './0002-tokens-and-audit.ts'
import { members } from './0003-members.ts'
import { searchWords } from './0004-search-words.ts'
import { searchIndex } from './0005-search-index.ts'
import { galleries } from './0006-galleries.ts'
import { galleryTorrents } from './0007-gallery-torrents.ts'
import { catalogueWords } from './0008-catalogue-words.ts'
import { registration } from './0009-registration.ts'
import { reports } from './0010-reports.ts'
import { accounting } from './0011-accounting.ts'
import { points } from './0012-points.ts'
import { petitions } from './0013-petitions.ts'
import { toplists } from './0014-toplists.ts'
import { notifications } from './0015-notifications.ts'
import { purge } from './0016-purge.ts'
import { suspicions } from './0017-suspicions.ts'
import { countedCompletions } from './0018-counted-completions.ts'
import { oldKeyMarks } from './0019-old-key-marks.ts'
import { buriedBefore } from './0020-buried-before.ts'
import { sharedGalleryStates } from './0021-shared-gallery-states.ts'
import { ownExpungings } from './0022-own-expungings.ts'
import { withheldWords } from './0023-withheld-words.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [
  torrents,
  tokensAndAudit,
  members,
  searchWords,
  searchIndex,
  galleries,
  galleryTorrents,
  catalogueWords,
  registration,
  reports,
  accounting,
  points,
  petitions,
  toplists,
  notifications,
  purge,
  suspicions,
  countedCompletions,
  oldKeyMarks,
  buriedBefore,
  sharedGalleryStates,
  ownExpungings,
  withheldWords,
]
