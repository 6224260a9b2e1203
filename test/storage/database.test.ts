/** What holds for an open database as a whole, on both engines. */
import { describe, expect, test } from 'vitest'
import { storageWaitingMax } from '#base/limits'
import { engines, runStatements, useDatabases } from './databases.ts'
import { hashOf, newTorrent } from './sample-torrents.ts'

const databases = useDatabases()

describe.for(engines)('on %s', (engine) => {
  test('what was stored is there when it is opened again', async () => {
    const address = await databases.newAddress(engine)
    const first = await databases.open(engine, address)
    await first.torrents.add([newTorrent('kept')])
    expect([first.engine, first.state()]).toEqual([engine, 'ok'])
    await databases.close(first)
    const second = await databases.open(engine, address)
    expect(await second.torrents.find(hashOf('kept'))).toMatchObject({ name: 'kept' })
  })

  test('more calls than may wait are refused, and the others are answered', async () => {
    const { torrents } = await databases.open(engine)
    const calls = Array.from({ length: storageWaitingMax + 50 }, () => torrents.upSeconds())
    const results = await Promise.allSettled(calls)
    const reasons = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as Error).message] : [],
    )
    expect(reasons.length).toBeGreaterThan(0)
    expect(reasons.length).toBeLessThanOrEqual(50)
    for (const reason of reasons) expect(reason).toContain('is busy (1000 others are waiting)')
    expect(await torrents.upSeconds()).toBe(0)
  })

  test('a number that JavaScript cannot hold is an error and not another number', async () => {
    const address = await databases.newAddress(engine)
    const { torrents } = await databases.open(engine, address)
    await torrents.add([newTorrent('large', { sizeBytes: Number.MAX_SAFE_INTEGER })])
    expect((await torrents.find(hashOf('large')))?.sizeBytes).toBe(Number.MAX_SAFE_INTEGER)
    await runStatements(address, 'UPDATE torrents SET size_bytes = 9007199254740993')
    await expect(torrents.find(hashOf('large'))).rejects.toMatchObject({ code: 'internal' })
    await runStatements(address, 'UPDATE torrents SET size_bytes = 5')
    expect((await torrents.find(hashOf('large')))?.sizeBytes).toBe(5)
  })

  test('closing waits for what is under way', async () => {
    const address = await databases.newAddress(engine)
    const first = await databases.open(engine, address)
    const adding = first.torrents.add([newTorrent('under way')])
    await databases.close(first)
    await expect(adding).resolves.toHaveLength(1)
    const second = await databases.open(engine, address)
    expect(await second.torrents.find(hashOf('under way'))).toBeDefined()
  })
})
