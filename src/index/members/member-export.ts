/**
 * Everything that is stored of a member, as one JSON object that is written piece by piece: what is kept of the account,
 * and an array for each part of the program that keeps something of members. Of secrets that only digests are kept of
 * nothing can be told; those that the member can see anyway stand in it.
 */
import type { AuditRepository } from '#index/audit/audit-repository'
import { tokenLabel } from '#index/tokens/token'
import type { TokenRepository } from '#index/tokens/token-repository'
import type { EmailRepository } from './email-repository.ts'
import type { FeedTokenRepository } from './feed-token-repository.ts'
import type { InvitationRepository } from './invitation-repository.ts'
import type { Member } from './member.ts'
import { memberLabel } from './member-parts.ts'
import type { MemberRepository } from './member-repository.ts'
import { type MemberTraces, type TraceKind, traceKinds } from './member-traces.ts'
import type { SessionRepository } from './session-repository.ts'

/** What a part keeps of a member, row by row; what is no longer read is closed. */
export type ExportPart = {
  /** A name of the object, in snake case. */
  readonly name: string
  readonly rowsOf: (memberId: number) => AsyncIterable<object>
}

export type MemberExport = {
  /** The pieces of the JSON text. Rejects with StorageError. */
  readonly exportOf: (member: Member) => AsyncIterable<string>
}

export type MemberExportOptions = {
  readonly members: MemberRepository
  readonly sessions: SessionRepository
  readonly invitations: InvitationRepository
  readonly emails: EmailRepository
  readonly feedTokens: FeedTokenRepository
  readonly tokens: TokenRepository
  readonly audit: AuditRepository
  readonly memberTraces: MemberTraces
  /** What others keep. */
  readonly parts: readonly ExportPart[]
}

/** Entries of the log, and other rows, that are read at once. */
const entriesAtOnce = 500

const traceNames: Readonly<Record<TraceKind, string>> = {
  galleries: 'galleries',
  torrents: 'torrents',
  statistics: 'torrent_statistics',
  sessions: 'announce_sessions',
  days: 'daily_statistics',
}

export function createMemberExport(options: MemberExportOptions): MemberExport {
  const parts = [...ownParts(options), ...options.parts]
  return {
    exportOf: async function* (member) {
      yield `{\n"account": ${JSON.stringify(await accountOf(options, member), undefined, 2)}`
      for (const { name, rowsOf } of parts) {
        yield `,\n${JSON.stringify(name)}: [`
        let separator = '\n'
        for await (const row of rowsOf(member.id)) {
          yield `${separator}${JSON.stringify(row)}`
          separator = ',\n'
        }
        yield separator === '\n' ? ']' : '\n]'
      }
      yield '\n}\n'
    },
  }
}

async function accountOf(options: MemberExportOptions, member: Member): Promise<object> {
  const { members, emails, feedTokens } = options
  // Those that have expired are stored, too.
  const { confirmed, waiting } = await emails.find(member.id, 0)
  const inviter = member.invitedById && (await members.findById(member.invitedById))
  const { ban } = member
  return {
    id: member.id,
    name: member.name,
    role: member.role,
    state: member.state,
    has_password: member.hasPassword,
    created_at: timeOf(member.createdAt),
    last_seen_at: timeOf(member.lastSeenAt),
    email: confirmed ?? null,
    email_to_confirm: waiting ?? null,
    torrent_key: (await members.torrentKey(member.id)) ?? null,
    feed_token: (await feedTokens.find(member.id)) ?? null,
    invited_by: inviter ? inviter.name : null,
    // A reason that is not public is the staff's own note.
    ban: ban && {
      reason: ban.isPublic ? ban.reason : null,
      at: timeOf(ban.at),
      until: timeOf(ban.until),
    },
  }
}

function ownParts(options: MemberExportOptions): ExportPart[] {
  const { members, sessions, invitations, tokens } = options
  return [
    {
      name: 'sessions',
      rowsOf: async function* (memberId) {
        for (const { createdAt, seenAt, client } of await sessions.list(memberId))
          yield {
            created_at: timeOf(createdAt),
            seen_at: timeOf(seenAt),
            browser: client.browser ?? null,
            system: client.system ?? null,
          }
      },
    },
    {
      name: 'torrent_key_resets',
      rowsOf: async function* (memberId) {
        for (const at of await members.keyResets(memberId)) yield { at: timeOf(at) }
      },
    },
    {
      name: 'invitations',
      rowsOf: async function* (memberId) {
        for (const { createdAt, expiresAt } of await invitations.list(memberId, 0))
          yield { created_at: timeOf(createdAt), expires_at: timeOf(expiresAt) }
      },
    },
    {
      name: 'invited',
      rowsOf: async function* (memberId) {
        for (const { name } of await invitations.invited(memberId)) yield { name }
      },
    },
    {
      name: 'tokens',
      rowsOf: async function* (memberId) {
        for (const token of await tokens.listOf(memberId))
          yield {
            label: token.label,
            scopes: token.scopes,
            created_at: timeOf(token.createdAt),
            used_at: timeOf(token.usedAt),
            revoked_at: timeOf(token.revokedAt),
          }
      },
    },
    ...traceKinds.map((kind) => ({
      name: traceNames[kind],
      rowsOf: (memberId: number) => tracesOf(options, kind, memberId),
    })),
    { name: 'log', rowsOf: (memberId) => logOf(options, memberId) },
  ]
}

/** What the member did, on the site or with a token, and what was done to the account; not who of the staff it was, and not their notes. */
async function* logOf(
  { audit, tokens }: MemberExportOptions,
  memberId: number,
): AsyncGenerator<object, void, undefined> {
  const own = await tokens.listOf(memberId)
  const labels = [memberLabel({ id: memberId }), ...own.map(tokenLabel)]
  let after = 0
  for (;;) {
    const entries = await audit.about(labels, after, entriesAtOnce)
    for (const { at, actor, action, target, detail } of entries)
      yield labels.includes(actor)
        ? { at: timeOf(at), action, target, detail }
        : { at: timeOf(at), action, target }
    const last = entries.at(-1)
    if (last === undefined || entries.length < entriesAtOnce) return
    after = last.id
  }
}

async function* tracesOf(
  { memberTraces }: MemberExportOptions,
  kind: TraceKind,
  memberId: number,
): AsyncGenerator<object, void, undefined> {
  let after: number | undefined = 0
  while (after !== undefined) {
    const page = await memberTraces.page(kind, memberId, after, entriesAtOnce)
    yield* page.rows
    after = page.next
  }
}

function timeOf(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString()
}
