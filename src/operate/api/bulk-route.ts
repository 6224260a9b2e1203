/**
 * Registers many torrents in one call: for whoever moves a catalogue in. Each has an outcome of its own, so that one
 * mistake costs one torrent and not a thousand.
 */
import * as z from 'zod'
import { infoHashText } from '#index/torrents/info-hash-text'
import type { RegisterOutcome } from '#index/torrents/register-torrents'
import type { Registration } from '#index/torrents/registration'
import { TorrentError } from '#index/torrents/torrent-error'
import { defineRoute, nothing } from './define-route.ts'
import { describeIssues } from './describe-issues.ts'
import { refuseWithoutGallery } from './gallery-parts.ts'
import { registrationOfJson } from './torrent-json.ts'
import { bulkMax, registrationSchema } from './torrent-schemas.ts'

/** A thousand torrents with a few hundred files each. */
const bulkBytesMax = 32 * 1024 * 1024

const outcomeSchema = z
  .object({
    outcome: z.enum(['added', 'known', 'restored', 'refused']),
    /** Null where it was refused. */
    info_hash: z.string().nullable(),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why it was refused.' }),
  })
  .meta({ id: 'BulkOutcome' })

type Outcome = z.infer<typeof outcomeSchema>

export const addTorrents = defineRoute({
  id: 'addTorrents',
  method: 'POST',
  path: '/torrents/bulk',
  access: 'torrents:write',
  summary: 'Registers up to a thousand torrents',
  description:
    'Those that are refused hinder no other. All others may be announced once this is answered.',
  statuses: { 200: 'The outcomes, in the order given.' },
  problems: {
    409: 'The tracker takes torrents for galleries only.',
    422: 'This is not a list of one to a thousand torrents.',
  },
  params: nothing,
  query: nothing,
  body: z.strictObject({
    // Each is read by itself; the document says what it should be.
    torrents: z
      .array(z.unknown().meta({ $ref: '#/components/schemas/Registration' }))
      .min(1)
      .max(bulkMax),
  }),
  bodyBytesMax: bulkBytesMax,
  answer: z.object({ outcomes: z.array(outcomeSchema) }),
  handle: async ({ body, parts, actor }) => {
    refuseWithoutGallery(parts)
    const read = body.torrents.map(readOne)
    const sound = read.filter((one): one is Registration => !('error' in one))
    const registered = sound.length === 0 ? [] : await parts.torrents.register(sound, actor)
    const rest = registered.values()
    const outcomes = read.map((one) =>
      'error' in one ? refused(one.error) : outcomeOf(rest.next().value),
    )
    return { status: 200, body: { outcomes } }
  },
})

type Refusal = { readonly error: { readonly code: string; readonly message: string } }

function readOne(given: unknown): Registration | Refusal {
  const parsed = registrationSchema.safeParse(given)
  if (!parsed.success)
    return { error: { code: 'invalid_torrent', message: describeIssues(parsed.error) } }
  try {
    return registrationOfJson(parsed.data)
  } catch (error) {
    if (error instanceof TorrentError) return { error }
    throw error
  }
}

function outcomeOf(outcome: RegisterOutcome | undefined): Outcome {
  if (outcome === undefined) throw new Error('a registration gave no outcome')
  if (outcome.outcome === 'refused') return refused(outcome.error)
  const { infoHash } = outcome.torrent
  return { outcome: outcome.outcome, info_hash: infoHashText(infoHash), error: null }
}

function refused({ code, message }: Refusal['error']): Outcome {
  return { outcome: 'refused', info_hash: null, error: { code, message } }
}
