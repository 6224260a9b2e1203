/** Where operators read who changed what. */
import type { FastifyInstance } from 'fastify'
import type { AuditEntry, AuditPage } from '#index/audit/audit-repository'
import { StorageError } from '#index/storage/storage-error'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { queryText } from '../server/query-text.ts'
import { auditPage } from './audit-page.ts'
import { requireOperator } from './operator.ts'
import { auditPath } from './operator-line.ts'
import type { OperatorParts } from './operator-options.ts'

const entriesPerPage = 50

export function auditRoutes(site: FastifyInstance, parts: OperatorParts): void {
  const { clock, members, shell, place } = parts
  site.get(auditPath, { onRequest: requireOperator(parts) }, async (request, reply) => {
    const after = queryText(request.query, 'after')
    const found = await entriesAfter(parts, after)
    if (found === undefined) return await reply.redirect(auditPath, 303)
    const names = await namesIn(members, found.entries)
    const nowSeconds = clock.nowSeconds()
    const isFirst = after === undefined
    const made = shell(request)
    const filters = place.line(made.texts, request, auditPath)
    const state = { found, isFirst, names, nowSeconds, tab: place.tab, filters }
    return sendPrivatePage(reply, auditPage(made, state))
  })
}

/** Undefined where the mark is not of this list. */
async function entriesAfter(
  { audit }: OperatorParts,
  after: string | undefined,
): Promise<AuditPage | undefined> {
  try {
    return await audit.list({ after, limit: entriesPerPage })
  } catch (error) {
    if (error instanceof StorageError && error.code === 'invalid_page') return undefined
    throw error
  }
}

const memberForm = /^member (\d{1,15})$/

/** The names of the members that the log names by their ids. */
async function namesIn(
  members: OperatorParts['members'],
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<string, string>> {
  const labels = new Set(entries.flatMap(({ actor, target }) => [actor, target]))
  const found = await Promise.all(
    [...labels].map(async (label) => {
      const id = Number(memberForm.exec(label)?.[1])
      if (Number.isNaN(id)) return []
      const [member] = await members.after(id - 1, 1)
      return member?.id === id ? [[label, member.name] as const] : []
    }),
  )
  return new Map(found.flat())
}
