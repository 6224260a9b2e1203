/** What a reload changes where a proxy says whose connection it is: whom the tracker trusts, and not where. */
import { describe, expect, test, vi } from 'vitest'
import { RunningConfig, reload } from '../serve/running-config.ts'
import { readAnnounceReply } from '../support/announce-reply.ts'
import { announceTarget } from '../support/announce-url.ts'
import { drivers } from '../support/drivers.ts'
import { requestText } from '../support/http-request.ts'
import { headerFor } from '../support/proxy-protocol.ts'
import { randomHash } from '../support/random-hash.ts'
import { HttpConnection } from '../support/raw-http.ts'
import { startWaggle, type Waggle } from '../support/waggle.ts'

function trustIn(address: string, proxyProtocol: boolean): string {
  return `[tracker]\ntrusted_proxies = ["${address}"]\nproxy_protocol = ${proxyProtocol}\n`
}

/** Whom the tracker takes for the client when `proxy` says that it is 203.0.113.7; '' when it does not listen. */
async function clientThrough(waggle: Waggle, proxy: string): Promise<string> {
  using connection = await HttpConnection.open(waggle.http4, { localAddress: proxy })
  await connection.send(headerFor('203.0.113.7'))
  await connection.send(
    requestText(announceTarget(randomHash()), { headers: ['Connection: close'] }),
  )
  await connection.ending()
  return connection.unread.length === 0
    ? ''
    : readAnnounceReply(await connection.response()).externalIp
}

describe.for(drivers)('the %s driver', (driver) => {
  test('trusts other proxies after a reload, and needs a restart for other listeners', async () => {
    using config = new RunningConfig()
    config.write(trustIn('127.0.0.5', true))
    const waggle = await startWaggle({ driver, args: ['--config', config.file] })
    expect(await clientThrough(waggle, '127.0.0.5')).toBe('203.0.113.7')
    expect(await clientThrough(waggle, '127.0.0.6')).toBe('')

    config.write(trustIn('127.0.0.6', false))
    expect(await reload(waggle)).toMatchObject({
      event: 'reloaded',
      changed: ['tracker.trusted_proxies'],
      restartFor: ['tracker.proxy_protocol'],
    })
    await vi.waitFor(
      async () => expect(await clientThrough(waggle, '127.0.0.6')).toBe('203.0.113.7'),
      { timeout: 20_000 },
    )
    expect(await clientThrough(waggle, '127.0.0.5')).toBe('')
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })
})
