/**
 * What a reload (SIGHUP) can bring into force, and what has to wait for a restart: each key's
 * `live` in the schema says it.
 */
import { type Config, valueOf } from './config.ts'
import { type KeyName, keyFacts, keyNames } from './schema.ts'

export interface ChangedKeys {
  /** In force as soon as the parts are told. */
  readonly live: readonly KeyName[]
  /** Unchanged until the next start; the operator is to be told. */
  readonly restart: readonly KeyName[]
}

/** The keys whose value differs, in the order of the reference. */
export function changedKeys(before: Config, after: Config): ChangedKeys {
  // Values are plain data whose fields always stand in the same order, so their JSON compares them.
  const changed = keyNames.filter(
    (key) => JSON.stringify(valueOf(before, key)) !== JSON.stringify(valueOf(after, key)),
  )
  return {
    live: changed.filter((key) => keyFacts(key).live),
    restart: changed.filter((key) => !keyFacts(key).live),
  }
}
