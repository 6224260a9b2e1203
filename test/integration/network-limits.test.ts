/**
 * What one network may do where limits.per_prefix is on: what is beyond its limits is refused with a reason, then answered
 * with silence, and nobody in another network notices.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { readFailure } from '../support/failure-reply.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { announce } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { readMetric } from '../support/read-metric.ts'
import { UdpClient } from '../support/udp-client.ts'
import { decodeUdpReply, encodeAnnounce, encodeConnect } from '../support/udp-packets.ts'
import { useWaggle } from '../support/use-waggle.ts'

const tooMany = 'too many requests from your network: try again later'
const tooManyNew = 'too many new torrents from your network: try again in some minutes'

/** A token for each second and a burst of one: few enough to be used up at once, whatever the machine does meanwhile. */
const rates = { connects: 40, announces: 100, creations: 10, bad_requests: 20 }
/** Twice a burst and whoever had no place yet, with what comes in some seconds. */
const most = (perSecond: number): number => perSecond * 8 + 32

describe.for(drivers)('limits of networks on the %s driver', (driver) => {
  const waggle = useWaggle({
    driver,
    settings: {
      'limits.per_prefix': 'true',
      'limits.burst_seconds': '1',
      ...Object.fromEntries(
        Object.entries(rates).map(([name, rate]) => [`limits.${name}_per_second`, `${rate}`]),
      ),
    },
  })

  test('connects beyond the limit get no answer, and another network gets one', async () => {
    using client = await UdpClient.open(waggle().udp4, { localAddress: '127.50.1.1' })
    using neighbour = await UdpClient.open(waggle().udp4, { localAddress: '127.50.1.9' })
    using stranger = await UdpClient.open(waggle().udp4, { localAddress: '127.51.1.1' })
    const sent = most(rates.connects) * 4
    for (let one = 0; one < sent; one++)
      await (one % 2 === 0 ? client : neighbour).send(encodeConnect(one))
    expect(await stranger.connect()).not.toBe(0n)
    const dropped = await readMetric(
      waggle(),
      'waggle_limited_total{kind="connect",outcome="dropped"}',
    )
    expect(dropped).toBeGreaterThanOrEqual(sent - most(rates.connects))
    expect(dropped).toBeLessThanOrEqual(sent - rates.connects)
    await allThatCame()
    expect(client.unread().length + neighbour.unread().length).toBe(sent - dropped)
  })

  test('announces beyond the limit are refused, and then no longer answered', async () => {
    using client = await UdpClient.open(waggle().udp4, { localAddress: '127.52.1.1' })
    using stranger = await UdpClient.open(waggle().udp4, { localAddress: '127.53.1.1' })
    const infoHash = randomHash()
    const id = await client.connectionId()
    const sent = most(rates.announces) * 2
    const kinds: string[] = []
    for (let one = 0; one < sent; one++)
      await client.send(encodeAnnounce(id, one, { infoHash, port: 7000, left: 1n }))
    expect(await stranger.announce({ infoHash, port: 7000, left: 1n })).toMatchObject({
      leechers: 2,
    })
    await allThatCame()
    for (const bytes of client.unread()) {
      const reply = decodeUdpReply(bytes, 4)
      kinds.push(reply.kind === 'error' ? reply.text : reply.kind)
    }
    const order = kinds.filter((kind, index) => kind !== kinds[index - 1])
    expect(order.slice(0, 2)).toEqual(['announce', tooMany])
    expect(kinds.filter((kind) => kind === 'announce').length).toBeGreaterThanOrEqual(
      rates.announces,
    )
    expect(kinds.length).toBeLessThan(sent)
  })

  test('new torrents beyond the limit are refused, known ones are not', async () => {
    const localAddress = '127.54.1.1'
    using connection = await HttpConnection.open(waggle().http4, { localAddress })
    const known = randomHash()
    const ask = async (infoHash: Buffer) =>
      connection.exchange(requestText(announceTarget(infoHash, { port: 7000, left: 1 })))
    await ask(known)
    const bodies: string[] = []
    for (let one = 0; one < most(rates.creations) * 2 && !bodies.includes(tooManyNew); one++) {
      const response = await ask(randomHash())
      bodies.push(response.body.includes('failure') ? readFailure(response) : 'taken')
    }
    expect(bodies).toContain(tooManyNew)
    expect(bodies.filter((body) => body === 'taken').length).toBeGreaterThanOrEqual(rates.creations)
    expect((await ask(known)).body.toString()).toContain('incomplete')
    const other = { localAddress: '127.55.1.1' }
    expect(await announce(waggle().http4, randomHash(), {}, other)).toMatchObject({ complete: 1 })
  })

  test('malformed requests beyond the limit end in silence', async () => {
    const localAddress = '127.56.1.1'
    let answered = 0
    using connection = await HttpConnection.open(waggle().http4, { localAddress })
    const isAnswered = async (): Promise<boolean> => {
      await connection.send(requestText('/announce?info_hash=short'))
      return await connection.response().then(
        () => true,
        () => false,
      )
    }
    while (answered < most(rates.bad_requests) && (await isAnswered())) answered++
    expect(answered).toBeGreaterThanOrEqual(rates.bad_requests)
    expect(answered).toBeLessThan(most(rates.bad_requests))
    const response = await httpGet(waggle().http4, '/announce', { localAddress: '127.57.1.1' })
    expect(readFailure(response)).toContain('info_hash')
  })
})

/** Lets the sockets of this process take what the kernel has for them. */
async function allThatCame(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await nextTurn()
}
