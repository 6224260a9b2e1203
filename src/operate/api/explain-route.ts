/** The route that says what a client would be told. A key in an address goes into no log: this is asked with a body. */
import * as z from 'zod'
import type { BlockParts } from './api-parts.ts'
import { defineRoute, nothing } from './define-route.ts'
import { Problem } from './problem.ts'
import type { Route, RouteOptions } from './route.ts'

export const explanationSchema = z
  .object({
    running: z.boolean().meta({ description: 'False where the database and files were asked.' }),
    protocol: z.enum(['http', 'udp']),
    info_hash: z.string().nullable(),
    steps: z.array(
      z.object({
        step: z.string(),
        outcome: z.enum(['passed', 'refused', 'skipped']),
        text: z.string(),
      }),
    ),
    failure: z.string().nullable().meta({ description: 'The code; null where it is served.' }),
    answer: z.string(),
  })
  .meta({ id: 'Explanation' })

export type ExplanationJson = z.infer<typeof explanationSchema>

const question = z.strictObject({
  subject: z.string().max(4096).meta({
    description: 'An announce address, or an info-hash in hex, base32 or percent-encoded.',
  }),
  torrent: z.string().max(400).optional().meta({ description: 'The info-hash, for an address.' }),
  from: z.string().max(60).optional().meta({ description: 'The address of the client.' }),
  client: z.string().max(20).optional().meta({ description: 'What its peer id begins with.' }),
})

export const explainAnnounce = defineExplainRoute({
  id: 'explainAnnounce',
  method: 'POST',
  path: '/explain',
  access: 'operator',
  summary: 'Says what a client would be told, and why',
  description: 'Nothing is changed or counted by it.',
  statuses: { 200: 'Every station up to the one that refuses it.' },
  problems: { 409: 'No tracker runs here that could tell.', 422: 'The question cannot be read.' },
  params: nothing,
  query: nothing,
  body: question,
  answer: explanationSchema,
  handle: async ({ body, parts }) => {
    if (parts.explain === undefined)
      throw new Problem(409, 'no_tracker', 'no tracker runs here that could tell; start it')
    const { isRunning, infoHash, failure, ...rest } = await parts.explain(body)
    return {
      status: 200,
      body: {
        ...rest,
        steps: [...rest.steps],
        running: isRunning,
        info_hash: infoHash ?? null,
        failure: failure ?? null,
      },
    }
  },
})

function defineExplainRoute<Params, Query, Body, Answer>(
  options: RouteOptions<Params, Query, Body, Answer, BlockParts>,
): Route<Answer, BlockParts> {
  return defineRoute(options)
}
