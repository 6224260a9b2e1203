/**
 * A change is in force when its author hears of it: the very next announce is answered by it in every thread, whichever
 * door it came through, on both drivers and both databases.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { usePostgres } from '../support/postgres.ts'
import { randomHash } from '../support/random-hash.ts'
import { Announcers } from './announcers.ts'
import { type ApiCaller, atControlSocket, atSite, newToken } from './api-caller.ts'
import { useTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const good = ['good']
const unregistered = [
  'torrent not registered: this tracker serves only torrents that were added to it',
]

/** Drivers know nothing of databases: each once with either. */
const setups = [
  ['portable', 'sqlite'],
  ['linux', 'postgres'],
] as const

describe.for(setups)('two threads of the %s driver on %s', ([driver, engine]) => {
  const settings = { 'tracker.workers': '2' }
  const tracker = useTracker({ engine, postgres, driver, settings })
  let announcers: Announcers
  beforeAll(async () => {
    announcers = await Announcers.open(tracker().waggle)
  })
  afterAll(() => announcers[Symbol.dispose]())

  describe.for(['site', 'control socket'] as const)('changed through the %s', (door) => {
    const caller = async (): Promise<ApiCaller> =>
      door === 'site'
        ? atSite(tracker(), await newToken(tracker(), 'torrents:write'))
        : atControlSocket(tracker())

    test('serve a torrent from its registration on, and follow every change', async () => {
      const api = await caller()
      const infoHash = randomHash()
      const path = `/torrents/${infoHash.toString('hex')}`
      const change = async (method: string, below: string, body?: object): Promise<void> => {
        const { status } = await api(`${path}${below}`, { method, body })
        expect(status, `${method} ${below}`).toBe(200)
      }
      expect(await announcers.told(infoHash)).toEqual(unregistered)
      const torrent = { info_hash: infoHash.toString('hex'), name: 'a torrent' }
      expect((await api('/torrents', { method: 'POST', body: torrent })).status).toBe(201)
      expect(await announcers.told(infoHash)).toEqual(good)
      await change('PUT', '/ban', { reason: 'it is spam' })
      expect(await announcers.told(infoHash)).toEqual([
        'torrent banned by this tracker: it is spam',
      ])
      await change('PUT', '/ban', { reason: 'for us alone', public: false })
      expect(await announcers.told(infoHash)).toEqual(['torrent banned by this tracker'])
      await change('DELETE', '/ban')
      expect(await announcers.told(infoHash)).toEqual(good)
      await change('DELETE', '')
      expect(await announcers.told(infoHash)).toEqual(unregistered)
      await change('POST', '/restore')
      expect(await announcers.told(infoHash)).toEqual(good)
    })

    test('serve both swarms of a hybrid, or neither', async () => {
      const api = await caller()
      const first = randomHash()
      const second = Buffer.concat([randomHash(), Buffer.alloc(12)])
      const hashes = [first, second.subarray(0, 20)]
      const body = {
        info_hash: first.toString('hex'),
        info_hash_v2: second.toString('hex'),
        name: 'h',
      }
      expect((await api('/torrents', { method: 'POST', body })).status).toBe(201)
      for (const hash of hashes) expect(await announcers.told(hash)).toEqual(good)
      await api(`/torrents/${second.toString('hex')}`, { method: 'DELETE' })
      for (const hash of hashes) expect(await announcers.told(hash)).toEqual(unregistered)
    })

    test('serve a thousand torrents at once', async () => {
      const api = await caller()
      const hashes = Array.from({ length: 1000 }, () => randomHash())
      const torrents = hashes.map((hash) => ({ info_hash: hash.toString('hex'), name: 'one' }))
      await api('/torrents/bulk', { method: 'POST', body: { torrents } })
      for (const index of [0, 499, 999])
        expect(await announcers.told(hashes[index] ?? randomHash())).toEqual(good)
    })
  })

  test('know after a restart what was registered, banned and removed', async () => {
    const api = atControlSocket(tracker())
    const [live, banned, removed] = [randomHash(), randomHash(), randomHash()] as const
    for (const hash of [live, banned, removed])
      await api('/torrents', {
        method: 'POST',
        body: { info_hash: hash.toString('hex'), name: 'r' },
      })
    const ban = { method: 'PUT', body: { reason: 'still banned' } }
    await api(`/torrents/${banned.toString('hex')}/ban`, ban)
    await api(`/torrents/${removed.toString('hex')}`, { method: 'DELETE' })
    await tracker().stop()
    await tracker().start()
    using again = await Announcers.open(tracker().waggle)
    expect(await again.told(live)).toEqual(good)
    expect(await again.told(banned)).toEqual(['torrent banned by this tracker: still banned'])
    expect(await again.told(removed)).toEqual(unregistered)
  })
})
