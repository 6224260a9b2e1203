/**
 * Several tracker threads (design, sections 3 and 4): whichever thread a client lands on, it meets the same
 * connection ids, the same swarms and the same counts.
 */
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { announce, announceCrowd, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { emptyEntry } from '../support/scrape-reply.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'

/** Enough sources that with three threads each gets some. */
const clientCount = 40

describe.for(drivers)('three threads on the %s driver', (driver) => {
  const waggle = useWaggle({ driver, settings: { 'tracker.workers': '3' } })

  test('U6: a connection id is good in every thread', async () => {
    using first = await UdpClient.open(waggle().udp4)
    const connectionId = await first.connectionId()
    const infoHash = randomHash()
    for (let port = 1; port <= clientCount; port++) {
      using client = await UdpClient.open(waggle().udp4)
      const reply = await client.exchange(encodeAnnounce(connectionId, port, { infoHash, port }))
      expect(reply).toMatchObject({ kind: 'announce', seeders: port })
    }
  })

  test('S12: all threads share swarms over both protocols and families', async () => {
    const infoHash = randomHash()
    for (let count = 1; count <= clientCount; count++) {
      using client = await UdpClient.open(count % 2 === 0 ? waggle().udp4 : waggle().udp6)
      await client.announce({ infoHash, port: 1000 + count, left: 1n })
      const endpoint = count % 3 === 0 ? waggle().http6 : waggle().http4
      const reply = await announce(endpoint, infoHash, { port: 2000 + count, left: 1 })
      expect(reply.incomplete).toBe(count * 2)
    }
    expect((await scrape(waggle().http4, infoHash)).downloaders).toBe(clientCount * 2)
  })

  test('S14: crowds that come and go at once leave no trace', async () => {
    const infoHash = randomHash()
    const crowds = [waggle().http4, waggle().http6].flatMap((endpoint) =>
      Array.from({ length: 6 }, (_, index) => ({ endpoint, firstPort: 10_000 + index * 500 })),
    )
    const each = async (event: 'started' | 'stopped'): Promise<void> => {
      await Promise.all(
        crowds.map(({ endpoint, firstPort }) =>
          announceCrowd(endpoint, infoHash, { count: 300, firstPort, event }),
        ),
      )
    }
    await each('started')
    const full = { ...emptyEntry, incomplete: 3600, downloaders: 3600 }
    expect(await scrape(waggle().http4, infoHash)).toEqual(full)
    await each('stopped')
    expect(await scrape(waggle().http4, infoHash)).toEqual(emptyEntry)
  })
})
