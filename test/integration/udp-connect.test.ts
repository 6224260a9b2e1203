/**
 * UDP connections and datagrams that are no request (conformance 1.8, U1 to U8, U19, U20, U23, U25, U26): who gets a
 * connection id, what it is good for, and that nothing unproven is answered at length.
 */

import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { canSendRaw, sendRaw } from '../support/raw-udp.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { UdpClient } from '../support/udp-client.ts'
import {
  connectMagic,
  decodeUdpReply,
  encodeAnnounce,
  encodeConnect,
  encodeHeader,
  encodeScrape,
} from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'

/** Silence, or one error that gives away no more bytes than it cost to ask. */
function expectNoAmplification(request: Buffer, answers: readonly Buffer[]): void {
  expect(answers.length).toBeLessThanOrEqual(1)
  for (const answer of answers) {
    expect(answer.length).toBeLessThanOrEqual(request.length)
    const reply = decodeUdpReply(answer, 4)
    expect(reply.kind).toBe('error')
    expect(reply.transaction).toBe(request.readUInt32BE(12))
  }
}

describe.for(drivers)('UDP connections on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const open = async (localAddress = '127.0.0.1'): Promise<UdpClient> =>
    await UdpClient.open(waggle().udp4, { localAddress })

  test.for([0, 1, 8, 15])('U1: a datagram of %i bytes gets silence', async (length) => {
    using client = await open()
    const datagrams = [Buffer.alloc(length), randomBytes(length), encodeConnect(1)]
    const answers = await client.answersTo(
      ...datagrams.map((bytes) => Buffer.from(bytes.subarray(0, length))),
    )
    expect(answers).toEqual([])
  })

  test('U2: a connect with a wrong protocol id gets silence', async () => {
    using client = await open()
    const wrong = [0n, 1n, connectMagic + 1n, connectMagic << 8n, -1n, 0x1980_2710_1741_0000n]
    const answers = await client.answersTo(...wrong.map((magic) => encodeConnect(7, magic)))
    expect(answers).toEqual([])
  })

  test.for([1, 4, 84, 1000, 1484])(
    'U2, B4: a connect with %i bytes more is answered',
    async (extra) => {
      using client = await open()
      for (const tail of [Buffer.alloc(extra), randomBytes(extra)]) {
        const reply = await client.exchange(Buffer.concat([encodeConnect(9), tail]))
        expect(reply).toMatchObject({ kind: 'connect', transaction: 9 })
      }
    },
  )

  test.for([0, 1, 0x7fffffff, 0x80000000, 0xffffffff])(
    'U3: the transaction id %i comes back, with an id that is not 0, in 16 bytes',
    async (transaction) => {
      using client = await open()
      await client.send(encodeConnect(transaction))
      const reply = await client.receive()
      expect(reply).toHaveLength(16)
      expect(reply.readUInt32BE(0)).toBe(0)
      expect(reply.readUInt32BE(4)).toBe(transaction)
      expect(reply.readBigUInt64BE(8)).not.toBe(0n)
    },
  )

  test('U4: two addresses get different connection ids', async () => {
    const addresses = Array.from({ length: 50 }, (_, index) => `127.0.0.${index + 2}`)
    const ids = new Set<bigint>()
    for (const address of addresses) {
      using client = await open(address)
      ids.add(await client.connect())
    }
    expect(ids.size).toBe(addresses.length)
  })

  test('U4: any number of connects from one address is answered', async () => {
    using client = await open()
    for (let count = 0; count < 100; count++) expect(await client.connect()).not.toBe(0n)
  })

  const strange: readonly [name: string, change: (own: bigint) => bigint][] = [
    ['0', () => 0n],
    ['the protocol id', () => connectMagic],
    ['a random number', () => randomBytes(8).readBigUInt64BE()],
    ['one bit off', (own) => own ^ 1n],
    ['the highest bit off', (own) => own ^ (1n << 63n)],
    ['its complement', (own) => BigInt.asUintN(64, ~own)],
  ]

  test.for(strange)('U5: an announce with %s as connection id registers nobody', async (each) => {
    const [, change] = each
    using client = await open()
    const infoHash = randomHash()
    const id = change(await client.connectionId())
    const request = encodeAnnounce(id, 11, { infoHash })
    expectNoAmplification(request, await client.answersTo(request))
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test.for(strange)(
    'U5: a scrape with %s as connection id gives nothing away',
    async ([, change]) => {
      using client = await open()
      const id = change(await client.connectionId())
      const request = encodeScrape(id, 12, [randomHash()])
      expectNoAmplification(request, await client.answersTo(request))
    },
  )

  test('U5: the connection id of another address registers nobody', async () => {
    using client = await open('127.0.0.1')
    using other = await open('127.0.0.2')
    const infoHash = randomHash()
    const request = encodeAnnounce(await other.connectionId(), 13, { infoHash })
    expectNoAmplification(request, await client.answersTo(request))
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('U5: the IPv4 connection id is no good over IPv6', async () => {
    using client = await open()
    using over6 = await UdpClient.open(waggle().udp6)
    const infoHash = randomHash()
    const request = encodeAnnounce(await client.connectionId(), 14, { infoHash })
    expectNoAmplification(request, await over6.answersTo(request))
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  test('U6: a connection id is good for every port of its address', async () => {
    using client = await open()
    using other = await open()
    const infoHash = randomHash()
    const request = encodeAnnounce(await client.connectionId(), 15, { infoHash })
    expect(await other.exchange(request)).toMatchObject({ kind: 'announce', seeders: 1 })
  })

  test('U7: a connection id is good many times', async () => {
    using client = await open()
    const infoHash = randomHash()
    for (let port = 1; port <= 50; port++) {
      expect((await client.announce({ infoHash, port })).seeders).toBe(port)
    }
  })

  test('U8: an announce of 16 to 97 bytes gets silence and registers nobody', async () => {
    using client = await open()
    const infoHash = randomHash()
    const request = encodeAnnounce(await client.connectionId(), 16, { infoHash })
    const cut = Array.from({ length: 97 - 16 + 1 }, (_, index) => request.subarray(0, 16 + index))
    expect(await client.answersTo(...cut)).toEqual([])
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })

  const actions = [3, 4, 255, 256, 0x01000000, 2 ** 31, 0xffffffff]

  test.for(actions)('U20: the action %i gets silence or a short error', async (action) => {
    using client = await open()
    const header = encodeHeader(await client.connectionId(), action, 17)
    for (const request of [header, Buffer.concat([header, Buffer.alloc(82)])]) {
      const answers = await client.answersTo(request)
      expect(answers.length).toBeLessThanOrEqual(1)
      for (const answer of answers) {
        expect(decodeUdpReply(answer, 4)).toMatchObject({ kind: 'error', transaction: 17 })
      }
    }
  })

  test('U20: an unknown action with a wrong connection id is not answered at length', async () => {
    using client = await open()
    for (const action of actions) {
      const request = encodeHeader(randomBytes(8).readBigUInt64BE(), action, 18)
      expectNoAmplification(request, await client.answersTo(request))
    }
  })

  test('U23: a reply comes from the address and port that were asked', async () => {
    using over4 = await open('127.0.0.77')
    using over6 = await UdpClient.open(waggle().udp6)
    expect(await over4.connect()).not.toBe(0n)
    expect(await over6.connect()).not.toBe(0n)
  })

  const unanswerable = ['127.0.0.1', '127.255.255.255', '255.255.255.255', '0.0.0.0']

  test.runIf(canSendRaw)(
    'U25: sources that cannot be answered leave the tracker running',
    async () => {
      using client = await open()
      for (const host of unanswerable) {
        for (const port of [0, 9]) {
          sendRaw({ host, port }, waggle().udp4, encodeConnect(19))
          sendRaw({ host, port }, waggle().udp4, Buffer.alloc(98))
        }
      }
      expect(await client.announce({ infoHash: randomHash() })).toMatchObject({ seeders: 1 })
    },
  )

  test('U26: thousands of senseless datagrams leave the tracker answering', async () => {
    using noise = await open('127.0.0.3')
    using client = await open()
    const id = await noise.connectionId()
    for (let count = 0; count < 10_000; count++) {
      const bytes = randomBytes(count % 200)
      if (count % 3 === 0 && bytes.length >= 16) {
        encodeHeader(id, count % 5, count).copy(bytes)
      }
      await noise.send(bytes)
    }
    expect(await client.announce({ infoHash: randomHash() })).toMatchObject({ seeders: 1 })
  })
})

describe.for(drivers)('UDP on a wildcard address on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings: { 'tracker.udp': '["0.0.0.0:0"]' } })
  const ownAddresses = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)

  test('U23: a reply comes from whichever own address was asked', async () => {
    expect(ownAddresses).toContain('127.0.0.1')
    for (const address of ownAddresses) {
      for (const { port } of waggle().udp.slice(0, 1)) {
        using client = await UdpClient.open({ host: address, port }, { localAddress: address })
        expect(await client.connect(), address).not.toBe(0n)
        expect(await client.announce({ infoHash: randomHash() })).toMatchObject({ seeders: 1 })
      }
    }
  })
})
