/**
 * Clients that waste the tracker's connections (conformance 1.1, T13, T14): half a request, silence, thousands of idle
 * sockets, resets. The others are served as if nothing had happened.
 */
import { describe, expect, test } from 'vitest'
import { expectedReply } from '../support/announce-reply.ts'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { httpGet, requestText } from '../support/http-request.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { useWaggle } from '../support/use-waggle.ts'

const aloneSeeding = expectedReply({ complete: 1 })

describe.for(drivers)('HTTP endurance on the %s driver', (driver) => {
  const waggle = useWaggle({ driver })
  const connect = async (): Promise<HttpConnection> => await HttpConnection.open(waggle().http4)

  async function expectServed(): Promise<void> {
    const response = await httpGet(waggle().http4, announceTarget(randomHash()))
    expect(response.body).toEqual(aloneSeeding)
  }

  const unfinished: readonly [name: string, bytes: string][] = [
    ['nothing', ''],
    ['half a request line', 'GET /announce?info_ha'],
    ['half a header', 'GET /announce HTTP/1.1\r\nHost: t\r\nX: '],
  ]

  test.concurrent.for(unfinished)('T13: a client that sends %s is closed', async ([, bytes]) => {
    using connection = await connect()
    await connection.send(bytes)
    await connection.ending()
    expect(connection.unread.toString('latin1')).toMatch(/^(HTTP\/1\.1 (400|408) |$)/)
  })

  test.concurrent('T13: a header that trickles in is closed as well', async () => {
    using connection = await connect()
    await connection.send('GET /announce HTTP/1.1\r\nX: ')
    const trickle = setInterval(() => void connection.send('x'), 500)
    await connection.ending()
    clearInterval(trickle)
    expect(connection.unread.toString('latin1')).toMatch(/^(HTTP\/1\.1 (400|408) |$)/)
  })

  test.concurrent('T13: empty lines that trickle in keep no connection open', async () => {
    using connection = await connect()
    let isCarriageReturn = false
    const trickle = setInterval(() => {
      isCarriageReturn = !isCarriageReturn
      void connection.send(isCarriageReturn ? '\r' : '\n')
    }, 300)
    await connection.ending()
    clearInterval(trickle)
    expect(connection.unread.toString('latin1')).toMatch(/^(HTTP\/1\.1 (400|408) |$)/)
  })

  test.concurrent('T13: an idle connection is closed after its reply', async () => {
    using connection = await connect()
    const response = await connection.exchange(requestText(announceTarget(randomHash())))
    expect(response.body).toEqual(aloneSeeding)
    await connection.ending()
    expect(connection.unread).toHaveLength(0)
  })

  test.concurrent('T13: a client that never reads its replies is closed', async () => {
    using connection = await connect()
    connection.stopReading()
    const requests = requestText(announceTarget(randomHash())).repeat(200)
    const ending = connection.ending()
    const sent = async (): Promise<'sent'> => connection.send(requests).then(() => 'sent')
    while ((await Promise.race([sent(), ending])) === 'sent');
    await expectServed()
  })

  test.concurrent('T13: thousands of idle sockets do not stop announces', async () => {
    const idle: HttpConnection[] = []
    for (let count = 0; count < 4000; count += 100) {
      idle.push(...(await Promise.all(Array.from({ length: 100 }, connect))))
    }
    for (let count = 0; count < 20; count++) await expectServed()
    for (const connection of idle) connection[Symbol.dispose]()
  })

  test.concurrent('T14: resets in the middle of a request leave the tracker running', async () => {
    const request = requestText(announceTarget(randomHash()))
    for (let length = 1; length <= request.length; length += 3) {
      const connection = await connect()
      await connection.send(request.slice(0, length))
      connection.reset()
    }
    await expectServed()
  })

  test.concurrent('T14: clients that leave before the reply leave the tracker running', async () => {
    const requests = requestText(announceTarget(randomHash())).repeat(50)
    for (let count = 0; count < 50; count++) {
      const connection = await connect()
      await connection.send(requests)
      if (count % 2 === 0) connection.reset()
      else connection[Symbol.dispose]()
    }
    await expectServed()
  })
})
