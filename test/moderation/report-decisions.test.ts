/** What moderators decide about reports, and what of it can be taken back when others have decided since. */
import { describe, expect, test } from 'vitest'
import type { Clock } from '#base/clock'
import { MemberError } from '#index/members/member-error'
import type { Role } from '#index/members/role'
import type { Decision } from '#index/moderation/handle-report'
import type { ReportTarget } from '#index/moderation/report'
import { ReportError } from '#index/moderation/report-error'
import { createReportTargets } from '#index/moderation/report-targets'
import { createReports } from '#index/moderation/reports'
import { createPoints } from '#index/points/points'
import { petitionsOn } from '../petitions/petitions-on.ts'
import { accountsOf } from '../storage/accounts.ts'
import { engines, useDatabases } from '../storage/databases.ts'

const databases = useDatabases()
const { clock } = databases

const hour = 3600
const gallery: ReportTarget = { kind: 'gallery', id: 1 }
const torrent: ReportTarget = { kind: 'torrent', id: 1 }

function decisionOf(act: Decision['act'], reason = 'Against the rules'): Decision {
  return { act, reason, until: act === 'ban' ? clock.now + hour : undefined }
}

/** A second behind that of the services, which look at theirs later. */
const earlierClock: Clock = { nowSeconds: () => clock.now - 1 }

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) return undefined
  if (error instanceof ReportError || error instanceof MemberError) return error.code
  throw error
}

describe.for(engines)('on %s', (engine) => {
  const open = async (reportClock: Clock = clock) => {
    const { database, galleries, torrents, member, log } = await petitionsOn(databases, engine)
    const { members } = accountsOf(database, clock)
    const reports = createReports({
      repository: database.reports,
      targets: createReportTargets({ torrents, galleries, members }),
      clock: reportClock,
    })
    const bob = await member('bob')
    const staff = (name: string, role: Role = 'moderator') => member(name, role)
    const report = async (target: ReportTarget): Promise<number> =>
      (await reports.report(target, { reason: 'spam', text: '' }, bob)).id
    return { database, galleries, torrents, members, reports, report, member, staff, log }
  }

  test('a ban that somebody has made since stays when the report of an earlier one is taken back', async () => {
    const { members, reports, report, member, staff } = await open()
    const { id, name } = await member('carol')
    const keeper = await staff('keeper')
    const reportId = await report({ kind: 'member', id })
    await reports.handle(reportId, decisionOf('ban'), keeper)
    clock.now += hour
    await members.endBans()
    // For the same reason, as those are that one chooses from.
    const forGood = { reason: 'Against the rules', isPublic: true, until: undefined }
    await members.ban(name, forGood, 'member 9')
    expect(await reports.undo(reportId, keeper)).toBe(false)
    expect((await members.findByName(name)).ban).toMatchObject(forGood)
    expect(await reports.find(reportId)).toMatchObject({ state: 'open', handling: undefined })
    await members.unban(name, 'member 9')
    await reports.handle(reportId, decisionOf('ban'), keeper)
    expect(await reports.undo(reportId, keeper)).toBe(true)
    expect((await members.findByName(name)).ban).toBeUndefined()
    expect(await reports.undo(reportId, keeper)).toBe(true)
  })

  test('so does a gallery that was removed since, and one is expunged in its newest version', async () => {
    const { galleries, reports, report, staff } = await open()
    const keeper = await staff('keeper')
    const newest = await galleries.createVersion(1, await galleries.find(1), 'member 1')
    const reportId = await report(gallery)
    expect(await reports.findTarget(gallery)).toMatchObject({ gallery: { id: newest.id } })
    await reports.handle(reportId, decisionOf('expunge'), keeper)
    expect(await galleries.find(newest.id)).toMatchObject({ state: 'expunged' })
    expect(await reports.undo(reportId, keeper)).toBe(true)
    expect(await galleries.find(newest.id)).toMatchObject({ state: 'live' })
    await reports.handle(reportId, decisionOf('expunge'), keeper)
    clock.now++
    await galleries.setState(newest.id, 'live', '', 'member 9')
    await galleries.setState(newest.id, 'removed', 'Against the rules', 'member 9')
    expect(await reports.undo(reportId, keeper)).toBe(false)
    expect(await galleries.find(newest.id)).toMatchObject({ state: 'removed' })
  })

  test('so does a torrent that was removed once more', async () => {
    const { torrents, reports, report, staff } = await open()
    const keeper = await staff('keeper')
    const reportId = await report(torrent)
    await reports.handle(reportId, decisionOf('remove'), keeper)
    await torrents.restore(1, 'member 9')
    clock.now++
    await torrents.remove(1, 'Against the rules', 'member 9')
    expect(await reports.undo(reportId, keeper)).toBe(false)
    expect(await torrents.findById(1)).toMatchObject({ tombstone: { kind: 'removed' } })
    await torrents.restore(1, 'member 9')
    // Nothing is left to take back.
    await reports.handle(reportId, decisionOf('remove'), keeper)
    await torrents.restore(1, 'member 9')
    expect(await reports.undo(reportId, keeper)).toBe(true)
  })

  test('a torrent that its uploader had expunged is removed, and expunged again when that is taken back', async () => {
    const { torrents, reports, report, staff, log } = await open()
    const keeper = await staff('keeper')
    const reportId = await report(torrent)
    const expunged = await torrents.expunge(1, 'mine', 'member 1')
    clock.now += hour
    const handled = await reports.handle(reportId, decisionOf('remove'), keeper)
    expect(handled.handling).toMatchObject({ before: expunged.tombstone })
    expect(await torrents.findById(1)).toMatchObject({
      tombstone: { kind: 'removed', reason: 'Against the rules', at: clock.now },
    })
    expect(await reports.undo(reportId, keeper)).toBe(true)
    expect(await torrents.findById(1)).toEqual(expunged)
    expect((await log()).slice(-4)).toEqual([
      'member 3: report.accept',
      'member 3: torrent.remove',
      'member 3: torrent.expunge',
      'member 3: report.reopen',
    ])
  })

  test('what was done is known again when the clock went on meanwhile, and by a reason in other code points', async () => {
    const { galleries, reports, report, staff } = await open(earlierClock)
    const keeper = await staff('keeper')
    const reportId = await report(gallery)
    await reports.handle(reportId, decisionOf('expunge', 'Cafe\u0301'), keeper)
    const { stateAt, stateReason } = await galleries.find(1)
    const { handling } = await reports.find(reportId)
    expect(handling).toMatchObject({ at: stateAt, verdict: stateReason })
    expect(await reports.undo(reportId, keeper)).toBe(true)
    expect(await galleries.find(1)).toMatchObject({ state: 'live' })
  })

  test('of two who decide at once one does, and nothing is done for the other', async () => {
    const { database, reports, report, member, staff, log } = await open()
    const carol = await member('carol')
    const [keeper, second] = [await staff('keeper'), await staff('second')]
    const reportId = await report({ kind: 'member', id: carol.id })
    const outcomes = await Promise.all([
      codeOf(reports.handle(reportId, decisionOf('ban', 'one'), keeper)),
      codeOf(reports.handle(reportId, decisionOf('ban', 'another'), second)),
      codeOf(reports.handle(reportId, decisionOf('reject', ''), second)),
    ])
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1)
    expect(outcomes.filter((code) => code === 'handled_report')).toHaveLength(2)
    const { handling } = await reports.find(reportId)
    const banned = (await database.members.findById(carol.id))?.ban?.reason
    expect(banned).toBe(handling?.act === 'ban' ? handling.verdict : undefined)
    expect((await log()).filter((entry) => entry.endsWith('ban')).length).toBe(banned ? 1 : 0)
  })

  test('a report whose act is refused is open as before', async () => {
    const { database, reports, report, member, staff, log } = await open()
    const carol = await member('carol')
    const reportId = await report({ kind: 'member', id: carol.id })
    const keeper = await staff('keeper')
    const before = await reports.find(reportId)
    expect(await codeOf(reports.handle(reportId, decisionOf('ban', ' '), keeper))).toBe(
      'invalid_reason',
    )
    expect(await reports.find(reportId)).toEqual(before)
    expect(await database.members.findById(carol.id)).toMatchObject({ ban: undefined })
    const actor = `member ${keeper.id}`
    expect((await log()).slice(-2)).toEqual([`${actor}: report.accept`, `${actor}: report.reopen`])
  })

  test('texts and reasons are as long as those who write them count them', async () => {
    const { reports, members, member, staff, database } = await open()
    const carol = await member('carol')
    const keeper = await staff('keeper')
    const target = { kind: 'member', id: carol.id } as const
    const say = (text: string, by = keeper) => reports.report(target, { reason: 'other', text }, by)
    expect(await codeOf(say('🐝'.repeat(1001)))).toBe('invalid_report')
    const { id } = await say('🐝'.repeat(1000))
    const ban = (count: number) =>
      codeOf(reports.handle(id, decisionOf('ban', '🐝'.repeat(count)), keeper))
    expect(await ban(201)).toBe('invalid_report')
    expect(await ban(200)).toBeUndefined()
    expect((await members.findByName('carol')).ban?.reason).toBe('🐝'.repeat(200))
    const points = createPoints({ repository: database.points, members: database.members, clock })
    const grant = { name: 'carol', amount: 1, reason: '🐝'.repeat(200) }
    expect(await points.grant(grant, 'operator')).toMatchObject({ balance: 1 })
  })
})
