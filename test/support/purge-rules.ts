/** Rules of purging as they are without a configuration. */
import type { PurgeRules } from '#index/purge/purge-rules'

export const purgeRules: PurgeRules = {
  expungedAfterDays: 7,
  unseededDays: 90,
  warnDays: [60, 83],
  perRunMax: 1000,
  perUploaderMax: 100,
}
