/** What is done and the entry that tells of it are one: where the log cannot be written, nothing is done. On both engines. */
import { expect, test } from 'vitest'
import { createReportTargets } from '#index/moderation/report-targets'
import { createReports } from '#index/moderation/reports'
import { createTokens } from '#index/tokens/tokens'
import { createTorrents } from '#index/torrents/torrents'
import { single } from '../metainfo/bases.ts'
import { petitionsOn } from '../petitions/petitions-on.ts'
import { accountsOf } from './accounts.ts'
import { engines, runStatements, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases

test.for(engines)('on %s no act of anybody is without its entry', async (engine) => {
  const on = await petitionsOn(databases, engine)
  const { database, galleries, torrents: uploads } = on
  const { members } = accountsOf(database, clock)
  const torrents = createTorrents({
    repository: database.torrents,
    changes: { changed: () => {} },
    clock,
    room: () => 1000,
  })
  const tokens = createTokens({ repository: database.tokens, members: database.members, clock })
  const targets = createReportTargets({ torrents: uploads, galleries, members })
  const reports = createReports({ repository: database.reports, targets, clock })
  const keeper = await on.member('keeper', 'moderator')
  const { id: reportId } = await reports.report(
    { kind: 'gallery', id: 1 },
    { reason: 'spam', text: '' },
    keeper,
  )
  const { token } = await tokens.create('kept', ['torrents:read'], 'operator')
  const { infoHash } = await uploads.findById(1)
  const fields = await galleries.find(1)
  const ban = { reason: 'no', isPublic: true, until: undefined }
  const decision = { act: 'reject', reason: 'no', until: undefined } as const
  const upload = { fileName: 'more.torrent', bytes: single('v1') }
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    expunge: () => galleries.setState(1, 'expunged', 'Spam', 'operator'),
    edit: () => galleries.edit(1, { title: 'Another' }, 'operator'),
    create: () => galleries.create(fields, { id: 1 }, 'operator'),
    version: () => galleries.createVersion(1, fields, 'operator'),
    upload: () => uploads.upload([upload], { galleryId: 1, uploaderId: 1 }, 'operator'),
    replace: () => uploads.replace(1, upload, 'operator'),
    rename: () => uploads.edit(1, { name: 'Another' }, 'operator'),
    bury: () => uploads.expunge(1, 'Spam', 'operator'),
    ban: () => torrents.ban(infoHash, { reason: 'no', isPublic: true }, 'operator'),
    pin: () => torrents.pin(infoHash, true, 'operator'),
    remove: () => torrents.remove(infoHash, 'no', 'operator'),
    make: () => tokens.create('lost', ['torrents:read'], 'operator'),
    revoke: () => tokens.revoke(token.id, 'operator'),
    keepOut: () => members.ban('keeper', ban, 'operator'),
    promote: () => members.setRole('keeper', 'administrator', 'operator'),
    suspend: () => members.suspend('keeper', 'operator'),
    reject: () => reports.handle(reportId, decision, keeper),
  }
  const state = async (): Promise<unknown> => [
    await galleries.after(0, { state: 'all', limit: 9 }),
    await database.galleryTorrents.ofChain(1),
    (await torrents.find(infoHash)).isPinned,
    await tokens.list(),
    await reports.find(reportId),
    await members.findByName('keeper'),
  ]
  const before = await state()
  await runStatements(on.address, 'ALTER TABLE audit_log RENAME TO audit_log_away')
  for (const [name, act] of Object.entries(acts))
    await expect(act(), name).rejects.toMatchObject({ name: 'StorageError' })
  await runStatements(on.address, 'ALTER TABLE audit_log_away RENAME TO audit_log')
  expect(await state()).toEqual(before)
  for (const name of ['rename', 'revoke', 'reject', 'pin', 'ban']) await acts[name]?.()
  expect((await on.log()).slice(-5)).toEqual([
    'operator: torrent.edit',
    'operator: token.revoke',
    `member ${keeper.id}: report.reject`,
    'operator: torrent.pin',
    'operator: torrent.ban',
  ])
})
