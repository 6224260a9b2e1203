/** A site with accounts over a real database, on a real socket, with a clock that tests put forward. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMembers, type Members } from '#index/members/members'
import { createPasswords } from '#index/members/passwords'
import type { Role } from '#index/members/role'
import { openDatabase } from '#index/storage/open-database'
import { accountPages } from '#site/account/account-pages'
import { createSite } from '#site/site'
import { Health } from '#telemetry/health'
import { kitPages } from './kit-pages.ts'

export type AccountSite = {
  /** Without a slash at its end. */
  readonly url: string
  readonly members: Members
  readonly clock: { now: number; readonly nowSeconds: () => number }
  /** What a reload would change. */
  readonly settings: { url: string }
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

export const password = 'correct horse battery'

export async function openAccountSite({ hasTorrentKeys = true } = {}): Promise<AccountSite> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'waggle-accounts-'))
  const clock = { now: 1_800_000_000, nowSeconds: () => clock.now }
  const database = await openDatabase({ url: 'sqlite:accounts.db', dataDirectory, clock })
  const { members: repository, sessions, memberLinks: links, audit } = database
  // Of next to no cost: what depends on it has tests of its own.
  const passwords = createPasswords({ cost: { memoryKib: 8, passes: 1, lanes: 1 } })
  const members = createMembers({
    members: repository,
    sessions,
    links,
    audit,
    clock,
    passwords,
  })
  const settings = { name: 'tracker.example', url: '', announceUrls: [] }
  const [referrers, logged]: [string[], string[]] = [[], []]
  const site = createSite({
    health: new Health(),
    exposeMetrics: () => '',
    metricsNetworks: [],
    settings: () => settings,
    sections: [
      kitPages(),
      accountPages({ members, clock, siteUrl: () => settings.url, hasTorrentKeys }),
    ],
    trustedProxies: ['127.0.0.1'],
    limitVisitors: false,
    log: { error: (...told) => void logged.push(JSON.stringify(told)) },
  })
  site.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.referer !== undefined) referrers.push(request.headers.referer)
    done()
  })
  const url = await site.listen({ host: '127.0.0.1', port: 0 })
  let isOpen = true
  const losesDatabase = async (): Promise<void> => {
    if (isOpen) await database.close()
    isOpen = false
  }
  return {
    url,
    members,
    clock,
    settings,
    referrers,
    logged,
    losesDatabase,
    addMember: async (name, role = 'member') => {
      const { link } = await members.add(name, role, 'operator')
      const client = { browser: undefined, system: undefined }
      await members.useLink(link.secret, { password, name: '', client })
    },
    [Symbol.asyncDispose]: async () => {
      await site.close()
      await losesDatabase()
      rmSync(dataDirectory, { recursive: true })
    },
  }
}
