/**
 * The mark of each member's key before today's, so that whoever announces with that is known after a restart: see
 * `tracker/wire/key-mark.ts`. Of keys that were reset before this step none is known.
 */
import type { Migration } from './migration.ts'

export const oldKeyMarks: Migration = {
  number: 19,
  name: 'old-key-marks',
  statements: ({ bytes }) => [
    `ALTER TABLE members ADD COLUMN old_key_mark ${bytes}
       CHECK (old_key_mark IS NULL OR length(old_key_mark) = 8)`,
  ],
}
