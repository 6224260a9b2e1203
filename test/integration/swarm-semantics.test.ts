/**
 * What announces do to a swarm (conformance 1.5, S1 to S8, S10 to S12): who counts as one peer, what an event changes,
 * and that HTTP and UDP see the same swarm.
 */
import { describe, expect, test } from 'vitest'
import { compactPeer } from '../support/addresses.ts'
import { expectedReply } from '../support/announce-reply.ts'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { httpGet } from '../support/http-request.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { UdpClient } from '../support/udp-client.ts'
import { useWaggle } from '../support/use-waggle.ts'

const otherPeerId = '-TS0001-000000000002'

describe.for(drivers)('swarm semantics on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const http = (): ReturnType<typeof waggle>['http4'] => waggle().http4

  test('S1: peers with one peer_id on several ports are several peers', async () => {
    const infoHash = randomHash()
    for (const port of [7000, 7001, 7002]) await announce(http(), infoHash, { port, left: 1 })
    expect((await scrape(http(), infoHash)).incomplete).toBe(3)
  })

  test('S2: a new peer_id on the same address and port replaces the old one', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 1, event: 'started' })
    const target = announceTarget(infoHash, { peer_id: otherPeerId, left: 1, event: 'started' })
    expect((await httpGet(http(), target)).body).toEqual(expectedReply({ incomplete: 1 }))
  })

  test('S2: one peer_id on two addresses is two peers, and both succeed', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 1, event: 'started' })
    const second = { localAddress: '127.0.0.2' }
    const reply = await announce(http(), infoHash, { left: 1, event: 'started' }, second)
    expect(reply).toMatchObject({ incomplete: 2, peers: ['127.0.0.1:6881'] })
    const over6 = await announce(waggle().http6, infoHash, { left: 1, event: 'started' })
    expect(over6.incomplete).toBe(3)
  })

  test('S3: counts include the announcer', async () => {
    const infoHash = randomHash()
    const leecher = announceTarget(infoHash, { left: 1, event: 'started' })
    expect((await httpGet(http(), leecher)).body).toEqual(expectedReply({ incomplete: 1 }))
    const seeder = announceTarget(infoHash, { port: 7000, event: 'started' })
    const peers = compactPeer('127.0.0.1', 6881)
    const both = expectedReply({ complete: 1, incomplete: 1, peers })
    expect((await httpGet(http(), seeder)).body).toEqual(both)
  })

  test('S4: a leecher that has nothing left becomes a seeder', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 1 })
    const target = announceTarget(infoHash, { left: 0 })
    expect((await httpGet(http(), target)).body).toEqual(expectedReply({ complete: 1 }))
  })

  test('S4: a seeder that has something left becomes a leecher', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 0 })
    const target = announceTarget(infoHash, { left: 1 })
    expect((await httpGet(http(), target)).body).toEqual(expectedReply({ incomplete: 1 }))
  })

  test('S5: a completion counts once', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 1, event: 'started' })
    for (let count = 0; count < 3; count++) {
      const target = announceTarget(infoHash, { left: 0, event: 'completed' })
      const expected = expectedReply({ complete: 1, downloaded: 1 })
      expect((await httpGet(http(), target)).body).toEqual(expected)
    }
  })

  test('S5: a completion of a peer that is a seeder already does not count', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 0, event: 'started' })
    const target = announceTarget(infoHash, { left: 0, event: 'completed' })
    expect((await httpGet(http(), target)).body).toEqual(expectedReply({ complete: 1 }))
  })

  test('S5: completed from an unknown peer makes it a seeder', async () => {
    const reply = await announce(http(), randomHash(), { left: 0, event: 'completed' })
    expect(reply).toMatchObject({ complete: 1, incomplete: 0, downloaded: 1 })
  })

  test('S5: becoming a seeder without the event is no completion', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 1 })
    expect(await announce(http(), infoHash, { left: 0 })).toMatchObject({ downloaded: 0 })
  })

  test('S5: completions of several peers add up', async () => {
    const infoHash = randomHash()
    for (const port of [7000, 7001, 7002]) {
      await announce(http(), infoHash, { port, left: 1 })
      await announce(http(), infoHash, { port, left: 0, event: 'completed' })
    }
    expect(await scrape(http(), infoHash)).toMatchObject({ complete: 3, downloaded: 3 })
  })

  test('S6: completed with something left makes a seeder', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 16_384 })
    const target = announceTarget(infoHash, { left: 16_384, event: 'completed' })
    const expected = expectedReply({ complete: 1, downloaded: 1 })
    expect((await httpGet(http(), target)).body).toEqual(expected)
  })

  test('S7: a stopped peer is gone at once, and gets counts and no peers', async () => {
    const infoHash = randomHash()
    for (const port of [7000, 7001]) await announce(http(), infoHash, { port, left: 1 })
    const stop = announceTarget(infoHash, { port: 7000, left: 1, event: 'stopped', numwant: 50 })
    expect((await httpGet(http(), stop)).body).toEqual(expectedReply({ incomplete: 1 }))
    const next = await announce(http(), infoHash, { port: 7002, left: 1 })
    expect(next.peers).toEqual(['127.0.0.1:7001'])
  })

  test('S7: stopping twice succeeds twice', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash)
    for (let count = 0; count < 2; count++) {
      const target = announceTarget(infoHash, { event: 'stopped' })
      expect((await httpGet(http(), target)).body).toEqual(expectedReply({}))
    }
  })

  test('S7: an unknown peer that stops is answered and not registered', async () => {
    const infoHash = randomHash()
    const target = announceTarget(infoHash, { event: 'stopped' })
    expect((await httpGet(http(), target)).body).toEqual(expectedReply({}))
    await announce(http(), infoHash, { port: 7000 })
    expect((await httpGet(http(), target)).body).toEqual(expectedReply({ complete: 1 }))
    expect(await scrape(http(), infoHash)).toEqual({ ...emptyEntry, complete: 1 })
  })

  test('S8: a stop from another address or port with the same peer_id removes nobody', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { key: 'AB' })
    const stop = { event: 'stopped', key: 'AB' }
    await announce(http(), infoHash, stop, { localAddress: '127.0.0.2' })
    await announce(http(), infoHash, { ...stop, port: 6882 })
    await announce(waggle().http6, infoHash, stop)
    expect((await scrape(http(), infoHash)).complete).toBe(1)
  })

  test('S10: starting twice without a stop is one peer', async () => {
    const infoHash = randomHash()
    for (let count = 0; count < 3; count++) {
      const reply = await announce(http(), infoHash, { left: 1, event: 'started' })
      expect(reply.incomplete).toBe(1)
    }
  })

  test('S11: a paused peer is incomplete but no downloader, until it is not paused', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { port: 7000, left: 1 })
    for (let count = 0; count < 2; count++) {
      await announce(http(), infoHash, { left: 5, event: 'paused' })
      expect(await scrape(http(), infoHash)).toMatchObject({ incomplete: 2, downloaders: 1 })
    }
    await announce(http(), infoHash, { left: 5 })
    expect(await scrape(http(), infoHash)).toMatchObject({ incomplete: 2, downloaders: 2 })
  })

  test('S11: a paused peer with nothing left is a seeder', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 0, event: 'paused' })
    expect(await scrape(http(), infoHash)).toEqual({ ...emptyEntry, complete: 1 })
  })

  test('S11: a paused peer that stops, completes or moves leaves right counts', async () => {
    const infoHash = randomHash()
    await announce(http(), infoHash, { left: 5, event: 'paused' })
    await announce(http(), infoHash, { left: 0, event: 'completed' })
    const complete = { ...emptyEntry, complete: 1, downloaded: 1 }
    expect(await scrape(http(), infoHash)).toEqual(complete)
    await announce(http(), infoHash, { left: 5, event: 'paused' })
    await announce(http(), infoHash, { left: 5, event: 'stopped' })
    expect(await scrape(http(), infoHash)).toEqual({ ...emptyEntry, downloaded: 1 })
  })

  test('S12: HTTP and UDP share swarms and counts', async () => {
    const infoHash = randomHash()
    using udp = await UdpClient.open(waggle().udp4)
    await announce(http(), infoHash, { port: 7000 })
    const reply = await udp.announce({ infoHash, port: 7001, left: 1n })
    expect(reply).toMatchObject({ seeders: 1, leechers: 1, peers: ['127.0.0.1:7000'] })
    const back = await announce(http(), infoHash, { port: 7000 })
    expect(back).toMatchObject({ complete: 1, incomplete: 1, peers: ['127.0.0.1:7001'] })
  })

  test('S12: a peer that moves between HTTP and UDP stays one peer', async () => {
    const infoHash = randomHash()
    using udp = await UdpClient.open(waggle().udp4)
    await announce(http(), infoHash, { left: 1 })
    expect(await udp.announce({ infoHash, left: 1n })).toMatchObject({ leechers: 1 })
    await udp.announce({ infoHash, left: 0n, event: 1 })
    expect(await announce(http(), infoHash)).toMatchObject({ complete: 1, downloaded: 1 })
    await udp.announce({ infoHash, event: 3 })
    expect(await scrape(http(), infoHash)).toEqual({ ...emptyEntry, downloaded: 1 })
  })
})
