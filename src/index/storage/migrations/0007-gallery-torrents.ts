/**
 * What the torrents of galleries have besides: where they belong, who uploaded them, why they are gone, and the parts of
 * their files that are handed out as they came.
 *
 * Of registered torrents all of it is null, and the indexes leave those out. `replaced_by_id` refers to a later row,
 * which a copy of the database stores after this one, so it is no reference of the schema.
 */
import type { Migration } from './migration.ts'

export const galleryTorrents: Migration = {
  number: 7,
  name: 'gallery-torrents',
  statements: ({ byId, integer, text, bytes, table }) => [
    `ALTER TABLE torrents ADD COLUMN gallery_id ${integer} REFERENCES galleries (id)`,
    `ALTER TABLE torrents ADD COLUMN announce_id ${integer}
       CHECK ((announce_id IS NULL) = (gallery_id IS NULL))`,
    `ALTER TABLE torrents ADD COLUMN uploader_id ${integer} REFERENCES members (id)
       CHECK ((uploader_id IS NULL) = (gallery_id IS NULL))`,
    `ALTER TABLE torrents ADD COLUMN comment ${text}
       CHECK ((comment IS NULL) = (gallery_id IS NULL))`,
    `ALTER TABLE torrents ADD COLUMN file_bytes ${integer}
       CHECK (file_bytes > 0 AND (file_bytes IS NULL) = (gallery_id IS NULL))`,
    `ALTER TABLE torrents ADD COLUMN tombstone_kind ${text}
       CHECK (tombstone_kind IS NULL OR
              (tombstone_kind IN ('expunged', 'removed', 'purged') AND removed_at IS NOT NULL))`,
    `ALTER TABLE torrents ADD COLUMN tombstone_reason ${text}
       CHECK ((tombstone_reason IS NULL) = (tombstone_kind IS NULL))`,
    `ALTER TABLE torrents ADD COLUMN tombstone_at ${integer}
       CHECK ((tombstone_at IS NULL) = (tombstone_kind IS NULL))`,
    `ALTER TABLE torrents ADD COLUMN replaced_by_id ${integer}`,
    `CREATE INDEX torrents_by_gallery ON torrents (gallery_id${byId}) WHERE gallery_id IS NOT NULL`,
    `CREATE INDEX torrents_by_announce_id ON torrents (announce_id${byId})
       WHERE announce_id IS NOT NULL`,
    `CREATE INDEX torrents_by_uploader ON torrents (uploader_id, added_at${byId})
       WHERE uploader_id IS NOT NULL`,
    `CREATE TABLE torrent_blobs (
       torrent_id ${integer} PRIMARY KEY REFERENCES torrents (id),
       info ${bytes} NOT NULL,
       piece_layers ${bytes}
     ) ${table}`,
  ],
}
