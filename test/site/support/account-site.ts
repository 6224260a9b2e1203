/** A site with accounts over a real database, on a real socket, with a clock that tests put forward. */
import { type MailSettings, SmtpMailer } from '#index/mail/smtp-mailer'
import { createFeedTokens, type FeedTokens } from '#index/members/feed-tokens'
import type { MemberChange } from '#index/members/member-changes'
import { createMemberExport, type ExportPart } from '#index/members/member-export'
import type { Members } from '#index/members/members'
import type { RegistrationRules } from '#index/members/registration-rules'
import type { Role } from '#index/members/role'
import type { Database } from '#index/storage/database'
import { createTokens, type Tokens } from '#index/tokens/tokens'
import { accountPages } from '#site/account/account-pages'
import { createSite } from '#site/site'
import { enLetters } from '#site/texts/en-letters'
import { Health } from '#telemetry/health'
import { kitPages } from './kit-pages.ts'
import { addMember, membersOf, openSiteBase } from './site-base.ts'

export type AccountSite = {
  /** Without a slash at its end. */
  readonly url: string
  readonly members: Members
  readonly tokens: Tokens
  readonly feedTokens: FeedTokens
  readonly database: Database
  readonly clock: { now: number; readonly nowSeconds: () => number }
  /** What a reload would change. */
  readonly settings: { url: string; rules: RegistrationRules; mail: MailSettings }
  /** What the tracker was told of keys. */
  readonly told: readonly MemberChange[]
  /** Every `Referer` that came. */
  readonly referrers: readonly string[]
  /** What would be in the log. */
  readonly logged: readonly string[]
  /** A member who has set this password. */
  readonly addMember: (name: string, role?: Role) => Promise<void>
  /** From now on the database answers nothing. */
  readonly losesDatabase: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export type AccountSiteOptions = {
  readonly hasTorrentKeys?: boolean
  /** Whether people become members by themselves. */
  readonly isOpen?: boolean
  /** Whether the requests of one network are limited. */
  readonly limitVisitors?: boolean
  readonly exportParts?: readonly ExportPart[]
  /** Waits between two attempts to send a mail; none are made without it. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
}

const openRules: RegistrationRules = {
  registration: 'open',
  newRole: 'uploader',
  invitationsMax: 3,
  isLimited: true,
}

export async function openAccountSite(options: AccountSiteOptions = {}): Promise<AccountSite> {
  const { hasTorrentKeys = true, isOpen = false, limitVisitors = false } = options
  const { exportParts = [], wait = () => Promise.reject(new Error('no second attempt')) } = options
  const clock = { now: 1_800_000_000, nowSeconds: () => clock.now }
  const base = await openSiteBase(clock)
  const { database, losesDatabase } = base
  const settings = {
    name: 'tracker.example',
    url: '',
    rules: openRules,
    mail: { server: '', from: 'Tracker <noreply@tracker.example>' },
  }
  const [referrers, logged, told]: [string[], string[], MemberChange[]] = [[], [], []]
  const onFailure = (failure: unknown): void => void logged.push(JSON.stringify(failure))
  const mailer = new SmtpMailer({ settings: () => settings.mail, onFailure, wait })
  const members = membersOf(database, {
    clock,
    changes: { changed: (change) => void told.push(change) },
    rules: () => settings.rules,
    mail: { mailer, letters: enLetters, site: () => settings },
  })
  const tokens = createTokens({ ...database, repository: database.tokens, clock })
  const feedTokens = createFeedTokens({ ...database, repository: database.feedTokens, clock })
  const memberExport = createMemberExport({ ...database, parts: exportParts })
  const membership = isOpen ? { tokens, feedTokens, memberExport } : undefined
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => settings,
    sections: [
      kitPages(),
      accountPages({
        members,
        clock,
        siteUrl: () => settings.url,
        hasTorrentKeys,
        membership,
      }),
    ],
    trustedProxies: ['127.0.0.1'],
    limitVisitors,
    log: { error: (...entry) => void logged.push(JSON.stringify(entry)) },
  })
  site.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.referer !== undefined) referrers.push(request.headers.referer)
    done()
  })
  const url = await site.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    members,
    tokens,
    feedTokens,
    database,
    clock,
    settings,
    told,
    referrers,
    logged,
    losesDatabase,
    addMember: async (name, role) => void (await addMember(members, name, role)),
    [Symbol.asyncDispose]: async () => {
      await site.close()
      await mailer.close()
      await base.close()
    },
  }
}
