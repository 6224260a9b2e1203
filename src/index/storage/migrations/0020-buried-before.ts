/**
 * The tombstone that a torrent had before a report had it removed: taking the report back gives it that again, and not to
 * everybody.
 */
import type { Migration } from './migration.ts'

export const buriedBefore: Migration = {
  number: 20,
  name: 'buried-before',
  statements: ({ integer, text }) => [
    `ALTER TABLE reports ADD COLUMN before_kind ${text}
       CHECK (before_kind IS NULL OR before_kind IN ('expunged', 'purged'))`,
    `ALTER TABLE reports ADD COLUMN before_reason ${text}
       CHECK ((before_reason IS NULL) = (before_kind IS NULL))`,
    `ALTER TABLE reports ADD COLUMN before_at ${integer}
       CHECK ((before_at IS NULL) = (before_kind IS NULL))`,
    `ALTER TABLE reports ADD COLUMN before_purged_at ${integer}`,
  ],
}
