/**
 * Reports of members and what moderators do with them, blocks, and the pages of those who look after a gallery site: as
 * they are used, who is kept out, and what somebody writes who means harm.
 */
import { describe, expect, test } from 'vitest'
import { engines } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { ModerationScene } from './support/moderation-scene.ts'
import { password } from './support/site-base.ts'
import { hiddenOf, Visitor } from './support/visitor.ts'

const postgres = usePostgres()

const hostile = `<script>alert(1)</script>" onmouseover='x' & <b>bold</b>`

const spam = { reason: 'spam', text: 'Look at the third page.' }

describe.for(engines)('on %s', (engine) => {
  test('a torrent is reported, removed with a reason that everybody reads, and restored', async () => {
    await using scene = await ModerationScene.open({ engine, postgres })
    const [alice, keeper, guest] = [
      await scene.as('alice'),
      await scene.as('keeper'),
      new Visitor(scene.site.url),
    ]
    expect((await alice.get(scene.torrentPath)).html).toContain(`href="${scene.torrentReport}"`)
    expect((await alice.get(scene.torrentReport)).text).toContain('What is wrong')
    const sent = await alice.post(scene.torrentReport, spam)
    expect([sent.status, sent.location]).toEqual([303, scene.torrentReport])
    expect((await alice.get(scene.torrentReport)).text).toContain('You have reported this.')
    // Sent twice, it is one.
    expect((await alice.post(scene.torrentReport, spam)).status).toBe(303)

    const queue = await keeper.get('/moderation')
    expect(queue.text).toContain('Moderation (1)')
    for (const words of ['Hortus', 'Advertising or spam', 'Look at the third page.', 'alice'])
      expect(queue.text).toContain(words)
    expect((await keeper.get('/moderation/1')).text).toContain('Remove the torrent')
    const decided = await keeper.post('/moderation/1', { act: 'remove', canned: 'duplicate' })
    expect(decided.location).toBe('/moderation?done=1')
    const done = await keeper.get(decided.location)
    expect(done.text).toContain('Torrent removed. ')
    expect(done.text).toContain('Nothing waits.')
    expect(done.text).not.toContain('Moderation (')
    const gone = await guest.get(scene.torrentPath)
    expect([gone.status, gone.text.includes('Here already.')]).toEqual([410, true])

    expect((await keeper.post('/moderation/1/undo', {})).location).toBe('/moderation?done=1')
    expect((await keeper.get('/moderation?done=1')).text).toContain('It is as it was before')
    expect((await guest.get(scene.torrentPath)).status).toBe(200)
    const log = (await keeper.get('/audit')).text
    for (const words of ['report 1', 'report accepted', 'report opened again', 'Here already'])
      expect(log).toContain(words)
  })

  test('a gallery is expunged for several reports at once', async () => {
    await using scene = await ModerationScene.open({ engine, postgres })
    for (const name of ['alice', 'bob'])
      await (await scene.as(name)).post(scene.galleryReport, spam)
    const keeper = await scene.as('keeper')
    await keeper.post('/moderation/2', { act: 'expunge', canned: 'rules', own: 'Not ours to show' })
    expect(await scene.site.galleries.find(scene.gallery.id)).toMatchObject({
      state: 'expunged',
      stateReason: 'Not ours to show',
    })
    expect((await keeper.get('/moderation')).text).toContain('Nothing waits.')
    await keeper.post('/moderation/1/undo', {})
    expect(await scene.site.galleries.find(scene.gallery.id)).toMatchObject({ state: 'live' })
    expect((await keeper.get('/moderation')).text).toContain('Moderation (2)')
  })

  test('a member is banned for a time, and let in again', async () => {
    await using scene = await ModerationScene.open({ engine, postgres })
    const [alice, keeper] = [await scene.as('alice'), await scene.as('keeper')]
    await alice.post(scene.memberReport, { reason: 'abuse', text: '' })
    await keeper.post('/moderation/1', { act: 'ban', canned: 'abuse', until: 'month' })
    const [, carol] = await scene.site.database.members.after(0, 2)
    const at = scene.site.clock.now
    expect(carol?.ban).toEqual({
      reason: 'Abuse of other members',
      isPublic: true,
      at,
      until: at + 30 * 24 * 3600,
    })
    expect((await new Visitor(scene.site.url).logIn('carol', password)).status).not.toBe(303)
    await keeper.post('/moderation/1/undo', {})
    expect((await new Visitor(scene.site.url).logIn('carol', password)).status).toBe(303)

    // What an administrator has decided since stays, and the page says so.
    await keeper.post('/moderation/1', { act: 'ban', canned: 'abuse', until: 'week' })
    scene.site.clock.now++
    const forGood = { canned: 'abuse', until: 'lifted' }
    const chief = await scene.as('chief')
    for (const path of ['ban/end', 'ban'])
      await chief.post(`/members/${scene.uploaderId}/${path}`, forGood)
    const undone = await keeper.post('/moderation/1/undo', {})
    expect((await keeper.get(undone.location)).text).toContain('stays as it is, because somebody')
    const kept = (await scene.site.database.members.findById(scene.uploaderId))?.ban
    expect(kept).toMatchObject({ at: scene.site.clock.now, until: undefined })
  })
})

test('what two moderators decide at once is decided once, and whoever is later is told', async () => {
  await using scene = await ModerationScene.open()
  const [alice, keeper, second] = [
    await scene.as('alice'),
    await scene.as('keeper'),
    await scene.as('second'),
  ]
  await alice.post(scene.torrentReport, spam)
  await keeper.post('/moderation/1', { act: 'reject' })
  const late = await second.post('/moderation/1', { act: 'remove', canned: 'spam' })
  expect([late.status, late.text.includes('Somebody has handled this report')]).toEqual([422, true])
  expect((await second.get(scene.torrentPath)).status).toBe(200)
  // The same decision needs no excuse.
  expect((await second.post('/moderation/1', { act: 'reject' })).status).toBe(303)
  expect((await alice.get(scene.torrentReport)).text).toContain('What is wrong')
})

test('of what is gone already a report is closed, and nothing is done or undone', async () => {
  await using scene = await ModerationScene.open()
  const [alice, keeper] = [await scene.as('alice'), await scene.as('keeper')]
  await alice.post(scene.torrentReport, spam)
  await scene.site.torrents.remove(scene.torrent.id, 'seen before', 'member 9')
  expect((await alice.get(scene.torrentReport)).status).toBe(404)
  const refused = await keeper.post('/moderation/1', { act: 'remove', canned: 'spam' })
  expect([refused.status, refused.text.includes('gone already')]).toEqual([422, true])
  await keeper.post('/moderation/1', { act: 'close' })
  await keeper.post('/moderation/1/undo', {})
  const { tombstone } = await scene.site.torrents.findById(scene.torrent.id)
  expect(tombstone).toMatchObject({ kind: 'removed', reason: 'seen before' })
})

test('moderators are kept out by administrators alone', async () => {
  await using scene = await ModerationScene.open()
  const [alice, keeper, chief] = [
    await scene.as('alice'),
    await scene.as('keeper'),
    await scene.as('chief'),
  ]
  const second = await scene.site.database.members.find('second')
  await alice.post(`/report/member/${second?.id}`, { reason: 'abuse', text: '' })
  const refused = await keeper.post('/moderation/1', { act: 'ban', canned: 'abuse' })
  expect([refused.status, refused.text.includes('Only an administrator')]).toEqual([422, true])
  expect((await chief.post('/moderation/1', { act: 'ban', canned: 'abuse' })).status).toBe(303)
})

test('a report that says nothing is refused with what to do, and a member makes so many in a day', async () => {
  await using scene = await ModerationScene.open()
  const alice = await scene.as('alice')
  for (const reason of ['other', 'nonsense', '']) {
    const refused = await alice.post(scene.torrentReport, { reason, text: '' })
    expect([refused.status, refused.text.includes('Choose a reason.')]).toEqual([422, true])
  }
  const tooLong = { reason: 'spam', text: 'x'.repeat(1001) }
  expect((await alice.post(scene.torrentReport, tooLong)).status).toBe(422)
  const { reports } = scene.site.database
  const reporterId = (await scene.site.database.members.find('alice'))?.id ?? 0
  const rule = { since: 0, limit: 100 }
  for (let id = 1000; id < 1030; id++) {
    const facts = { reporterId, reason: 'spam', text: '', createdAt: scene.site.clock.now } as const
    await reports.add({ target: { kind: 'member', id }, ...facts }, rule)
  }
  const refused = await alice.post(scene.torrentReport, spam)
  expect([refused.status, refused.text.includes('tomorrow')]).toEqual([422, true])
  scene.site.clock.now += 24 * 3600 + 1
  expect((await alice.post(scene.torrentReport, spam)).status).toBe(303)
})

test('what a member writes is shown as it is written, and is no part of a page', async () => {
  await using scene = await ModerationScene.open()
  const [alice, keeper] = [await scene.as('alice'), await scene.as('keeper')]
  await alice.post(scene.torrentReport, { reason: 'other', text: hostile })
  await keeper.post('/moderation/1', { act: 'remove', own: hostile })
  for (const path of [
    '/moderation',
    '/moderation?done=1',
    '/moderation/1',
    '/audit',
    scene.torrentPath,
  ]) {
    const { html } = await keeper.get(path)
    expect(html).not.toMatch(/<script>alert|<b>bold|onmouseover='/)
  }
  expect((await keeper.get('/moderation/1')).html).toContain('&lt;script&gt;alert(1)')
})

test('an administrator blocks a network and lifts it; what is no network is refused', async () => {
  await using scene = await ModerationScene.open()
  const chief = await scene.as('chief')
  const given = { kind: 'network', target: '203.0.113.0/24', reason: hostile, until: 'week' }
  const wrong = await chief.post('/moderation/blocks', { ...given, target: 'nowhere' })
  expect([wrong.status, wrong.text.includes('nowhere')]).toEqual([422, true])
  const added = await chief.post('/moderation/blocks', given)
  expect(added.location).toBe('/moderation/blocks?done=added')
  const list = await chief.get(added.location)
  for (const words of ['203.0.113.0/24', 'chief', 'It is blocked.'])
    expect(list.text).toContain(words)
  expect(list.html).not.toMatch(/<script>alert|<b>bold/)
  const lifting = { kind: 'network', target: '203.0.113.0/24' }
  for (const _ of ['once', 'twice'])
    expect((await chief.post('/moderation/blocks/remove', lifting)).status).toBe(303)
  expect((await chief.get('/moderation/blocks')).text).toContain('Nothing is blocked.')
  const log = await chief.get('/audit')
  expect(log.text).toMatch(/chief block lifted network block [0-9a-f]{8} /)
  expect(log.text).toMatch(/chief blocked network block [0-9a-f]{8} · &lt;script&gt;/)
  // Nothing of a network is left once its block is lifted.
  expect(log.html).not.toContain('203.0.113')
})

test('an administrator gives points with a reason, once however often the form is sent, and takes them', async () => {
  await using scene = await ModerationScene.open()
  const chief = await scene.as('chief')
  const form = await chief.get('/moderation/points')
  const key = hiddenOf(form, 'key')
  const given = { name: 'Carol', amount: '25', reason: hostile, key }
  const sent = await chief.post('/moderation/points', given)
  expect((await chief.get(sent.location)).text).toMatch(/(?<!again\. )carol has 25 GP now\./)
  const again = await chief.post('/moderation/points', given)
  const told = await chief.get(again.location)
  expect(told.text).toContain('is not done again. carol has 25 GP now.')
  // The form of before, with something else in it.
  const other = await chief.post('/moderation/points', { ...given, name: 'keeper' })
  expect([other.status, other.text.includes('nothing was changed')]).toEqual([422, true])
  expect(hiddenOf(other, 'key')).not.toBe(key)
  const take = { ...given, amount: '-26', reason: 'a mistake', key: 'another' }
  const refused = await chief.post('/moderation/points', take)
  expect([refused.status, refused.text.includes('25 points can be taken from carol')]).toEqual([
    422,
    true,
  ])
  expect(refused.html).toContain('value="a mistake"')
  for (const wrong of [{ amount: 'x' }, { name: 'nobody-here' }, { reason: ' ' }])
    expect((await chief.post('/moderation/points', { ...take, ...wrong })).status).toBe(422)
  await chief.post('/moderation/points', { ...take, amount: '-5' })
  const carol = await scene.as('carol')
  const { text, html } = await carol.get('/home/points')
  expect(text).toMatch(/Total GP 20 .*now a mistake the staff -5 now .* the staff 25/)
  expect(html).not.toMatch(/<script>alert|<b>bold/)
  expect((await chief.get('/audit')).text).toContain('points.grant')
})

describe('who is kept out', () => {
  const staffPages = ['/moderation', '/moderation/1', '/overview', '/audit']
  const changes = ['/moderation/1', '/moderation/1/undo']
  const blockPages = ['/moderation/blocks', '/moderation/blocks/remove', '/moderation/points']
  const block = { kind: 'network', target: '203.0.113.0/24', reason: 'x', act: 'remove' }

  test('guests are asked to log in, and members are told that it is not theirs', async () => {
    await using scene = await ModerationScene.open()
    const [alice, guest] = [await scene.as('alice'), new Visitor(scene.site.url)]
    await alice.post(scene.torrentReport, spam)
    for (const path of [...staffPages, '/moderation/blocks', scene.torrentReport])
      expect((await guest.get(path)).location, path).toMatch(/^\/login/)
    for (const path of [...staffPages, '/moderation/blocks'])
      expect((await alice.get(path)).status, path).toBe(403)
    for (const path of [...changes, ...blockPages]) {
      expect((await guest.post(path, block)).location, path).toMatch(/^\/login/)
      expect((await alice.post(path, block)).status, path).toBe(403)
    }
    expect((await guest.post(scene.galleryReport, spam)).location).toMatch(/^\/login/)
    for (const visitor of [alice, guest]) {
      const { html } = await visitor.get('/')
      expect(html).not.toMatch(/Moderation|\/moderation|\/audit/)
    }
    expect((await guest.get(scene.torrentPath)).html).not.toContain('/report/')
    expect(await scene.site.database.reports.openTotal()).toBe(1)
    expect((await guest.get(scene.torrentPath)).status).toBe(200)
  })

  test('moderators have no blocks and give no points', async () => {
    await using scene = await ModerationScene.open()
    const keeper = await scene.as('keeper')
    expect((await keeper.get('/moderation')).html).not.toContain('/moderation/blocks')
    for (const path of ['/moderation/blocks', '/moderation/points'])
      expect((await keeper.get(path)).status).toBe(403)
    for (const path of blockPages) expect((await keeper.post(path, block)).status).toBe(403)
    expect((await (await scene.as('chief')).get('/moderation')).html).toContain(
      '/moderation/blocks',
    )
  })

  test('no form of another site does anything', async () => {
    await using scene = await ModerationScene.open()
    const [alice, chief] = [await scene.as('alice'), await scene.as('chief')]
    await alice.post(scene.torrentReport, spam)
    const origin = { origin: 'http://elsewhere.example' }
    for (const path of [...changes, ...blockPages])
      expect((await chief.post(path, block, origin)).status, path).toBe(403)
    expect((await alice.post(scene.galleryReport, spam, origin)).status).toBe(403)
    expect(await scene.site.database.reports.openTotal()).toBe(1)
  })

  test('addresses that nothing is at say so', async () => {
    await using scene = await ModerationScene.open()
    const [alice, keeper] = [await scene.as('alice'), await scene.as('keeper')]
    for (const path of [
      '/report/torrent/999',
      '/report/house/1',
      '/report/member/x',
      '/report/gallery/0',
    ])
      expect((await alice.get(path)).status, path).toBe(404)
    for (const path of ['/moderation/999', '/moderation/x', '/moderation/0'])
      expect((await keeper.get(path)).status, path).toBe(404)
  })
})

test('the log, the overview and the queue stand in one line of links', async () => {
  await using scene = await ModerationScene.open()
  const keeper = await scene.as('keeper')
  for (const path of ['/moderation', '/overview', '/audit']) {
    const { status, html } = await keeper.get(path)
    expect(status).toBe(200)
    for (const href of ['/moderation', '/overview', '/audit', '/members'])
      expect(html).toContain(`href="${href}"`)
  }
})
