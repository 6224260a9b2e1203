/** The tokens of the API and the log of changes, on both engines. */
import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '#index/audit/audit-repository'
import { engines, useDatabases } from './databases.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

const newToken = {
  label: 'the site \0',
  scopes: ['torrents:read', 'statistics:read'],
  digest: longHashOf('secret'),
  createdAt: 100,
  memberId: undefined,
} as const

function entry(number: number): AuditEntry {
  return { at: number, actor: 'operator', action: 'torrent.ban', target: 'aa', detail: `${number}` }
}

describe.for(engines)('on %s', (engine) => {
  test('a token is found by its digest, with all but the digest', async () => {
    const { tokens } = await databases.open(engine)
    const added = await tokens.add(newToken)
    const { digest, ...facts } = newToken
    expect(added).toStrictEqual({
      ...facts,
      id: added.id,
      label: 'the site \ufffd',
      usedAt: undefined,
      revokedAt: undefined,
    })
    expect(await tokens.find(digest)).toStrictEqual(added)
    expect(await tokens.find(longHashOf('another'))).toBeUndefined()
  })

  test('when a token was used and revoked is kept, and revoking again changes nothing', async () => {
    const { tokens } = await databases.open(engine)
    const { id } = await tokens.add(newToken)
    await tokens.setUsed(id, 200)
    const revoked = await tokens.revoke(id, 300)
    expect(revoked).toMatchObject({ usedAt: 200, revokedAt: 300 })
    expect(await tokens.revoke(id, 400)).toStrictEqual(revoked)
    expect(await tokens.find(newToken.digest)).toStrictEqual(revoked)
    expect(await tokens.revoke(id + 1, 400)).toBeUndefined()
  })

  test('all tokens are listed by their ids', async () => {
    const { tokens } = await databases.open(engine)
    for (const name of ['b', 'a', 'c'])
      await tokens.add({ ...newToken, digest: longHashOf(name), label: name })
    await tokens.revoke(2, 1)
    expect((await tokens.list()).map(({ label }) => label)).toEqual(['b', 'a', 'c'])
  })

  test('two tokens of one digest cannot be', async () => {
    const { tokens } = await databases.open(engine)
    await tokens.add(newToken)
    await expect(tokens.add(newToken)).rejects.toMatchObject({ code: 'constraint' })
  })

  test('the log gives what was added, latest first, page by page', async () => {
    const { audit } = await databases.open(engine)
    await audit.append([entry(1), entry(2)])
    await audit.append([])
    // Later, by a clock that was put back.
    await audit.append([entry(0)])
    expect(await audit.latest(2)).toStrictEqual([entry(0), entry(2)])
    const first = await audit.list({ after: undefined, limit: 2 })
    await audit.append([entry(9)])
    const second = await audit.list({ after: first.next, limit: 2 })
    expect([first.entries, second]).toStrictEqual([
      [entry(0), entry(2)],
      { entries: [entry(1)], next: undefined },
    ])
    await expect(audit.list({ after: 'x', limit: 2 })).rejects.toMatchObject({
      code: 'invalid_page',
    })
  })

  test('more entries than a statement can bind are logged at once', async () => {
    const { audit } = await databases.open(engine)
    await audit.append(Array.from({ length: 7000 }, (_, number) => entry(number)))
    expect((await audit.latest(1))[0]?.at).toBe(6999)
  })
})
