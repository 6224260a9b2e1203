/** Torrents that are gone or banned: what the staff can still do with them, and what others still see. */
import { expect, test } from 'vitest'
import { ModerationScene } from './support/moderation-scene.ts'
import { Visitor } from './support/visitor.ts'

test('what its uploader has expunged can be removed and banned, and then shows moderators alone what was in it', async () => {
  await using scene = await ModerationScene.open()
  const { site, torrent, torrentPath } = scene
  const [alice, carol, keeper] = [
    await scene.as('alice'),
    await scene.as('carol'),
    await scene.as('keeper'),
  ]
  const names = { name: 'Hortus', comment: 'Bought in Lisbon' }
  expect((await carol.post(`${torrentPath}/edit`, names)).status).toBe(303)
  await alice.post(scene.torrentReport, { reason: 'illegal', text: '' })
  await site.torrents.expunge(torrent.id, 'mine, and wrong', 'member 2')
  for (const words of ['Bought in Lisbon', 'index.txt'])
    expect((await alice.get(torrentPath)).text).toContain(words)
  const report = await keeper.get('/moderation/1')
  expect(report.text).toMatch(/Remove the torrent .*It is gone already/)
  expect((await keeper.get('/moderation')).html).toMatch(/value="remove".*value="close"/s)
  await keeper.post('/moderation/1', { act: 'remove', canned: 'illegal' })
  await keeper.post(`${torrentPath}/ban`, { reason: 'Illegal content' })
  const { ban, tombstone } = await site.torrents.findById(torrent.id)
  expect([ban?.reason, tombstone?.kind]).toEqual(['Illegal content', 'removed'])
  const seen = async (visitor: Visitor): Promise<boolean[]> => {
    const { text } = await visitor.get(torrentPath)
    return ['Bought in Lisbon', 'index.txt', 'shown to those who'].map((one) => text.includes(one))
  }
  for (const visitor of [alice, carol, new Visitor(site.url)])
    expect(await seen(visitor)).toEqual([false, false, true])
  expect(await seen(keeper)).toEqual([true, true, false])
  // The uploader changes it no more, even with the address of the form; a moderator takes the name out.
  expect((await carol.get(`${torrentPath}/edit`)).location).toBe(torrentPath)
  const refused = await carol.post(`${torrentPath}/edit`, { ...names, name: 'Worse' })
  expect([refused.status, refused.text.includes('ask a moderator')]).toEqual([422, true])
  expect((await keeper.post(`${torrentPath}/edit`, { ...names, name: 'Removed' })).status).toBe(303)
  expect((await site.torrents.findById(torrent.id)).name).toBe('Removed')

  await keeper.post('/moderation/1/undo', {})
  expect((await site.torrents.findById(torrent.id)).tombstone).toMatchObject({
    kind: 'expunged',
    reason: 'mine, and wrong',
  })
})
