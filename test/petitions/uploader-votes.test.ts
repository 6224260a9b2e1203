/** Uploaders who vote to expunge a torrent of their own, on both engines: it is done at once, whatever was voted before. */
import { describe, expect, test } from 'vitest'
import { petitionVotesMax } from '#base/limits'
import { engines, runStatements, useDatabases } from '../storage/databases.ts'
import { alice, codeOf, petitionsOn, stateOf } from './petitions-on.ts'

const databases = useDatabases()
const { clock } = databases

/** Against it, each of a member who is made for it. */
function manyVotes(petitionId: number, count: number): string {
  const voters = Array.from({ length: count }, (_, index) => 1000 + index)
  const members = voters.map(
    (id) => `(${id}, 'm${id}', 'm${id}', 'member', '${`${id}`.padStart(16, 'k')}', 0)`,
  )
  const votes = voters.map((id) => `(${petitionId}, ${id}, 0, 1, ${id}, ${clock.now})`)
  return `INSERT INTO members (id, name, name_key, role, torrent_key, created_at) VALUES ${members.join()};
    INSERT INTO petition_votes (petition_id, member_id, is_for, weight, position, at) VALUES ${votes.join()}`
}

describe.for(engines)('on %s', (engine) => {
  test('the vote of its uploader expunges a torrent at once, with the petition at its threshold', async () => {
    const on = await petitionsOn(databases, engine)
    const owner = await alice(on)
    const own = await on.petitions.open(on.torrent, 'A better one follows.', owner)
    expect(stateOf(own)).toBe('active by uploader')
    expect(own.votes).toMatchObject([{ weight: 100 }])
    expect(on.told.at(-1)?.tombstone?.reason).toBe('A better one follows.')
    expect(await on.news()).toEqual([])
  })

  test('the uploader joins the petition that is open', async () => {
    const on = await petitionsOn(databases, engine)
    await on.petitions.open(on.torrent, 'Broken', await on.member('bob'))
    const joined = await on.petitions.open(on.torrent, 'Yes', await alice(on))
    expect(joined).toMatchObject({ id: 1, explanation: 'Broken', state: 'active' })
    expect(joined.votes.map(({ weight }) => weight)).toEqual([1, 99])
  })

  test('an uploader who voted to keep a torrent still takes it out, with the words of their own', async () => {
    const on = await petitionsOn(databases, engine)
    const owner = await alice(on)
    const bob = await on.member('bob')
    await on.petitions.open(on.torrent, 'Broken', bob)
    await on.petitions.vote(1, false, owner)
    expect(await codeOf(on.petitions.vote(1, false, owner))).toBe('already_voted')
    clock.now += 1
    const joined = await on.petitions.open(on.torrent, 'I have a\nbetter one.', owner)
    expect(stateOf(joined)).toBe('active by uploader')
    expect(joined.votes).toMatchObject([
      { by: { id: bob.id }, weight: 1 },
      { by: { id: owner.id }, isFor: true, weight: 99 },
    ])
    expect(on.told.at(-1)?.tombstone?.reason).toBe('I have a better one.')
  })

  test('what an uploader takes out by a vote alone has not the explanation of somebody else', async () => {
    const on = await petitionsOn(databases, engine)
    await on.petitions.open(on.torrent, 'Broken', await on.member('bob'))
    expect(stateOf(await on.petitions.vote(1, true, await alice(on)))).toBe('active by uploader')
    expect(on.told.at(-1)?.tombstone?.reason).toBe('its uploader took it out')
  })

  test('a petition with as many votes as are taken is still decided by the uploader', async () => {
    const on = await petitionsOn(databases, engine)
    const { id } = await on.petitions.open(on.torrent, 'Broken', await on.member('bob'))
    await runStatements(on.address, manyVotes(id, petitionVotesMax - 1))
    expect(await codeOf(on.petitions.vote(id, true, await on.member('late')))).toBe(
      'too_many_votes',
    )
    expect(stateOf(await on.petitions.vote(id, true, await alice(on)))).toBe('active by uploader')
  })
})
