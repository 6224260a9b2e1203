/**
 * Galleries with their tags. Versions of a gallery are galleries: `announce_id` is the first of them, `parent_id` the one
 * before and `current_id` the newest; of a gallery with one version, the first and the newest are itself.
 *
 * A list is read by one index: its state, the value that it is ordered by, the id. Versions that are not the newest stand
 * in no list of a state. Titles are ordered by their first 255 characters, as names of torrents are.
 */
import type { Migration } from './migration.ts'

export const galleries: Migration = {
  number: 6,
  name: 'galleries',
  statements: ({ id, byId, integer, text, bytes, derived, table, keyedTable }) => [
    `CREATE TABLE galleries (
       id ${id},
       key ${text} NOT NULL CHECK (length(key) = 10),
       external_id ${text} UNIQUE CHECK (external_id <> ''),
       owner_id ${integer} NOT NULL REFERENCES members (id),
       title ${text} NOT NULL CHECK (title <> ''),
       title_key ${text} GENERATED ALWAYS AS (substr(title, 1, 255)) ${derived},
       original_title ${text} NOT NULL,
       category ${text} NOT NULL,
       description ${text} NOT NULL,
       pages ${integer} CHECK (pages > 0),
       pages_key ${integer} GENERATED ALWAYS AS (coalesce(pages, 0)) ${derived},
       cover_hash ${bytes} CHECK (length(cover_hash) = 32),
       cover_width ${integer} CHECK (cover_width > 0),
       cover_height ${integer} CHECK (cover_height > 0),
       announce_id ${integer} NOT NULL DEFAULT 0,
       parent_id ${integer} UNIQUE REFERENCES galleries (id),
       current_id ${integer} NOT NULL DEFAULT 0,
       posted_at ${integer} NOT NULL,
       state ${text} NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'expunged', 'removed')),
       state_reason ${text} NOT NULL DEFAULT '',
       state_at ${integer},
       list_state ${text} GENERATED ALWAYS AS (
         CASE WHEN current_id <> id THEN 'outdated' ELSE state END) ${derived},
       torrent_count ${integer} NOT NULL DEFAULT 0 CHECK (torrent_count >= 0),
       CHECK ((cover_hash IS NULL) = (cover_width IS NULL)),
       CHECK ((cover_hash IS NULL) = (cover_height IS NULL)),
       CHECK ((state = 'live') = (state_at IS NULL))
     ) ${table}`,
    `CREATE INDEX galleries_by_posted ON galleries (list_state, posted_at${byId})`,
    `CREATE INDEX galleries_by_title ON galleries (list_state, title_key${byId})`,
    `CREATE INDEX galleries_by_pages ON galleries (list_state, pages_key${byId})`,
    `CREATE INDEX galleries_by_torrents ON galleries (list_state, torrent_count${byId})`,
    `CREATE INDEX galleries_by_owner ON galleries (owner_id, list_state, posted_at${byId})`,
    `CREATE INDEX galleries_by_announce ON galleries (announce_id${byId})`,
    `CREATE INDEX galleries_by_cover ON galleries (cover_hash) WHERE cover_hash IS NOT NULL`,
    `CREATE TABLE gallery_tags (
       gallery_id ${integer} NOT NULL REFERENCES galleries (id),
       namespace ${text} NOT NULL,
       name ${text} NOT NULL CHECK (name <> ''),
       PRIMARY KEY (gallery_id, namespace, name)
     ) ${keyedTable}`,
    `CREATE INDEX gallery_tags_by_name ON gallery_tags (name, namespace, gallery_id)`,
  ],
}
