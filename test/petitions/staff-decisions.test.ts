/**
 * What those who moderate decide about petitions, on both engines, and how they take it back: but for what others have
 * decided about the target since.
 */
import { describe, expect, test } from 'vitest'
import { engines, useDatabases } from '../storage/databases.ts'
import { alice, codeOf, petitionsOn, stateOf } from './petitions-on.ts'

const databases = useDatabases()
const { clock } = databases

describe.for(engines)('on %s', (engine) => {
  test('those who moderate keep, expunge and restore, and take each back', async () => {
    const on = await petitionsOn(databases, engine)
    const keeper = await on.member('keeper', 'moderator')
    const [one] = await on.voters(1)
    if (!one) throw new Error('one was asked for')
    const { id } = await on.petitions.open(on.torrent, 'Why', one)
    const decide = async (act: 'expunge' | 'reject' | 'restore') => {
      clock.now += 1
      return stateOf(await on.petitions.decide(id, { act, verdict: '' }, keeper))
    }
    const undo = async () => stateOf(await on.petitions.undo(id, keeper))
    const isLive = async () => (await on.torrents.findById(1)).tombstone === undefined
    expect([await decide('reject'), await isLive()]).toEqual(['cleared by rejected', true])
    expect([await undo(), await isLive()]).toEqual(['open', true])
    expect([await decide('expunge'), await isLive()]).toEqual(['active by staff', false])
    expect([await undo(), await isLive()]).toEqual(['open', true])
    await decide('expunge')
    expect([await decide('restore'), await isLive()]).toEqual(['restored by staff', true])
    expect([await undo(), await isLive()]).toEqual(['active by staff', false])
    expect(await codeOf(on.petitions.undo(id, keeper))).toBe('wrong_state')
    // Somebody restores it on its own page.
    await on.torrents.restore(1, 'operator')
    expect(stateOf((await on.petitions.find(id)).petition)).toBe('restored by staff')
    expect(stateOf(await on.petitions.open(on.torrent, 'Again', keeper))).toBe('active by votes')
    await on.torrents.restore(1, 'operator')
    await on.petitions.sweep()
    expect((await on.database.petitions.find(id + 1))?.state).toBe('restored')
  })

  test('a petition that is taken back leaves what others have decided since', async () => {
    const on = await petitionsOn(databases, engine, { ownerAppeals: true })
    const { petitions, galleries } = on
    const keeper = await on.member('keeper', 'moderator')
    const decide = (id: number, act: 'restore' | 'grant') =>
      codeOf(petitions.decide(id, { act, verdict: '' }, keeper))
    for (const isSwept of [false, true]) {
      const { id } = await petitions.open(on.gallery, 'Why', keeper)
      await petitions.decide(id, { act: 'expunge', verdict: 'Clearly so' }, keeper)
      clock.now += 1
      await galleries.setState(1, 'live', '', 'member 7')
      await on.news()
      if (isSwept) await petitions.sweep()
      clock.now += 1
      await galleries.setState(1, 'expunged', 'It is illegal', 'member 7')
      expect(await codeOf(petitions.undo(id, keeper))).toBe('wrong_state')
      expect(await decide(id, 'restore')).toBe('wrong_state')
      expect(await galleries.find(1)).toMatchObject({ state: 'expunged', stateAt: clock.now })
      expect((await petitions.find(id)).petition.state).toBe('restored')
      // Nobody is told that it is back, who would find it gone.
      const told = isSwept ? ['petition_restored', 'petition_restored'] : []
      expect((await on.news()).map(({ event }) => event)).toEqual(told)
      await galleries.setState(1, 'live', '', 'member 7')
    }
    const { id } = await petitions.open(on.gallery, 'Why', keeper)
    await petitions.decide(id, { act: 'expunge', verdict: '' }, keeper)
    await petitions.appeal(id, 'It is mine', await alice(on))
    await galleries.setState(1, 'live', '', 'member 7')
    await galleries.setState(1, 'expunged', 'It is illegal', 'member 7')
    expect(await decide(id, 'grant')).toBe('wrong_state')
    expect((await galleries.find(1)).stateReason).toBe('It is illegal')
  })
})
