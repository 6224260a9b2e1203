/**
 * What each mode is made of. No other code asks which mode the server is in: it asks for the part, or is not
 * there. (Defaults that differ between modes are the configuration's own: `config/schema.ts`.)
 */
import type { Config } from '#config/config'

export type Profile = {
  /** Only torrents of the table are served; otherwise every torrent that anybody announces. */
  readonly hasAdmission: boolean
  /** There is a database, from which that table is filled, and an API for it. */
  readonly hasDatabase: boolean
}

const profiles: { readonly [Mode in Config['mode']]: Profile } = {
  open: { hasAdmission: false, hasDatabase: false },
  registered: { hasAdmission: true, hasDatabase: true },
}

export function profileOf({ mode }: Pick<Config, 'mode'>): Profile {
  return profiles[mode]
}
