/** The route by which a running server hands everything over to a new process: for the operator alone, in every mode. */
import * as z from 'zod'
import { StartError } from '#base/start-error'
import type { BlockParts } from './api-parts.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { Problem } from './problem.ts'

const handOverAnswer = z
  .object({
    pid: z.int().meta({ description: 'The process that serves now.' }),
    has_swarms: z.boolean().meta({
      description:
        'Whether it has the swarms. It begins without them only where they did not fit the new configuration and could not be saved.',
    }),
  })
  .meta({ id: 'HandOver' })

export const handOver = defineRoute({
  id: 'handOver',
  method: 'POST',
  path: '/handover',
  access: 'operator',
  summary: 'Hands everything over to a new process of the program',
  description:
    'The new process has the same sockets and the same swarms, and reads the program and the configuration anew. No request is lost. Where it cannot start, the running process goes on.',
  statuses: { 200: 'The new process serves.' },
  problems: { 409: 'It cannot be done; nothing has changed.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: handOverAnswer,
  handle: async ({ parts }: { readonly parts: BlockParts }) => {
    if (parts.handOver === undefined)
      throw new Problem(409, 'no_server', 'no server runs here that could hand anything over')
    try {
      const { pid, hasSwarms } = await parts.handOver()
      return { status: 200, body: { pid, has_swarms: hasSwarms } }
    } catch (error) {
      if (!(error instanceof StartError)) throw error
      throw new Problem(409, 'handover_refused', error.message)
    }
  },
})
