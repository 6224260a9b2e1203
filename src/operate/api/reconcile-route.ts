/** The route that recomputes every statistic from its details: for the operator alone. */
import * as z from 'zod'
import { defineRoute, noBody, nothing } from './define-route.ts'

const count = z.int().min(0)

export const reconcile = defineRoute({
  id: 'reconcile',
  method: 'POST',
  path: '/reconcile',
  access: 'operator',
  summary: 'Recomputes every statistic from its details',
  description:
    'Adds up what each member did with each torrent and on each day, and every completion, and compares it with the sums that are shown. It changes nothing, and reads all of it.',
  statuses: { 200: 'What was compared, and which sums are not what their details add up to.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: z
    .object({
      compared: count.meta({ description: 'Sums that were compared.' }),
      differing: count,
      differences: z
        .array(
          z.object({
            of: z.enum(['member', 'torrent']),
            id: count,
            sum: z.string().meta({ description: 'The column of the sum.' }),
            stored: count,
            recomputed: count,
          }),
        )
        .meta({ description: 'The first hundred.' }),
    })
    .meta({ id: 'ReconcileReport' }),
  handle: async ({ parts }) => {
    const { compared, differing, differences } = await parts.reconcile.run()
    return { status: 200, body: { compared, differing, differences: [...differences] } }
  },
})
