/**
 * Petitions to expunge torrents and galleries, and the votes on them. A petition keeps the terms under which it was
 * opened. `due_at` is when something may happen to it by itself; a job looks there alone. Of one target at most one is in
 * force, and of one torrent at most one is voted on.
 */
import type { Migration, SchemaWords } from './migration.ts'

export const petitions: Migration = {
  number: 13,
  name: 'petitions',
  statements: (words) => [...ofPetitions(words), ...ofVotes(words)],
}

function ofPetitions({ id, integer, text, flag, table }: SchemaWords): string[] {
  return [
    `CREATE TABLE petitions (
       id ${id},
       kind ${text} NOT NULL CHECK (kind IN ('torrent', 'gallery')),
       target_id ${integer} NOT NULL,
       starter_id ${integer} NOT NULL REFERENCES members (id),
       explanation ${text} NOT NULL,
       opened_at ${integer} NOT NULL,
       threshold ${integer} NOT NULL CHECK (threshold > 0),
       hold_seconds ${integer} NOT NULL CHECK (hold_seconds >= 0),
       vote_seconds ${integer},
       clears_at ${integer},
       state ${text} NOT NULL
         CHECK (state IN ('open', 'held', 'active', 'appealed', 'cleared', 'restored')),
       state_at ${integer} NOT NULL,
       ended_by ${text},
       ended_at ${integer},
       appealed_by_id ${integer} REFERENCES members (id),
       appeal_statement ${text},
       appealed_at ${integer},
       decision_act ${text},
       decision_verdict ${text},
       decided_by_id ${integer} REFERENCES members (id),
       decided_at ${integer},
       decided_from ${text},
       is_expunge_due ${flag} NOT NULL CHECK (is_expunge_due IN (0, 1)),
       due_at ${integer},
       CHECK ((state IN ('open', 'held')) = (ended_at IS NULL))
     ) ${table}`,
    `CREATE UNIQUE INDEX petitions_in_force ON petitions (kind, target_id)
       WHERE state IN ('active', 'appealed')`,
    `CREATE UNIQUE INDEX petitions_of_torrent ON petitions (target_id)
       WHERE kind = 'torrent' AND state IN ('open', 'held')`,
    `CREATE INDEX petitions_by_target ON petitions (kind, target_id, state)`,
    `CREATE INDEX petitions_by_state ON petitions (state, id)`,
    `CREATE INDEX petitions_by_starter ON petitions (starter_id, id)`,
    `CREATE INDEX petitions_by_ending ON petitions (ended_at, id) WHERE ended_at IS NOT NULL`,
    `CREATE INDEX petitions_by_decision ON petitions (decided_at, id) WHERE decided_at IS NOT NULL`,
    `CREATE INDEX petitions_due ON petitions (due_at) WHERE due_at IS NOT NULL`,
  ]
}

function ofVotes({ integer, flag, keyedTable }: SchemaWords): string[] {
  return [
    `CREATE TABLE petition_votes (
       petition_id ${integer} NOT NULL REFERENCES petitions (id),
       member_id ${integer} NOT NULL REFERENCES members (id),
       is_for ${flag} NOT NULL CHECK (is_for IN (0, 1)),
       weight ${integer} NOT NULL CHECK (weight >= 0),
       position ${integer} NOT NULL,
       at ${integer} NOT NULL,
       PRIMARY KEY (petition_id, member_id)
     ) ${keyedTable}`,
    `CREATE INDEX petition_votes_by_member ON petition_votes (member_id, petition_id)`,
  ]
}
