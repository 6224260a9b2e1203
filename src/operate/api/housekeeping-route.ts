/** The route that runs housekeeping at once: for the operator alone. */
import * as z from 'zod'
import { defineRoute, nothing } from './define-route.ts'
import { refuseWherePurged } from './gallery-parts.ts'
import { torrentJson } from './torrent-json.ts'
import { torrentSchema } from './torrent-schemas.ts'

export const runHousekeeping = defineRoute({
  id: 'runHousekeeping',
  method: 'POST',
  path: '/housekeeping',
  access: 'operator',
  summary: 'Takes out torrents that nobody announces',
  description:
    'Removes a twentieth of the catalogue at most, unless it is forced; what it removed can be restored for 30 days.',
  statuses: { 200: 'What was done, or with `dry_run` what would be.' },
  problems: { 409: 'The torrents of this tracker belong to galleries, and are purged.' },
  params: nothing,
  query: nothing,
  body: z.strictObject({ dry_run: z.boolean().default(false), force: z.boolean().default(false) }),
  answer: z
    .object({
      dry_run: z.boolean(),
      force: z.boolean(),
      removed: z.int().min(0),
      capped: z.boolean().meta({ description: 'More torrents are idle; the next run takes them.' }),
      forgotten: z.int().min(0).meta({
        description: 'Removed more than 30 days ago, and deleted for good.',
      }),
      torrents: z
        .array(torrentSchema)
        .meta({ description: 'Those that were removed, the first thousand.' }),
    })
    .meta({ id: 'HousekeepingReport' }),
  handle: async ({ body, parts }) => {
    refuseWherePurged(parts)
    const report = await parts.housekeeping.run({ isDryRun: body.dry_run, isForced: body.force })
    const { isDryRun, isForced, removed, isCapped, forgotten, examples } = report
    const torrents = examples.map((torrent) => torrentJson(torrent, true))
    return {
      status: 200,
      body: { dry_run: isDryRun, force: isForced, removed, capped: isCapped, forgotten, torrents },
    }
  },
})
