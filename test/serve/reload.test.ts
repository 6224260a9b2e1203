/** SIGHUP to a running program: what changes, what does not, and what the log says of it. */
import { describe, expect, test, vi } from 'vitest'
import type { AnnounceReply } from '../support/announce-reply.ts'
import { drivers } from '../support/drivers.ts'
import { announce, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { untilTrue } from '../support/until-true.ts'
import { startWaggle, type Waggle } from '../support/waggle.ts'
import { RunningConfig, reload } from './running-config.ts'

const endedWell = { status: 0, signal: null }

function announceTo(waggle: Waggle): Promise<AnnounceReply> {
  return announce(waggle.http4, randomHash())
}

/** A configuration with this interval. */
function intervalOf(seconds: number): string {
  return `[tracker]\ninterval_seconds = ${seconds}\n`
}

/** A configuration that believes this header of these proxies. */
function trustIn(network: string, header: string): string {
  return `[tracker]\ntrusted_proxies = ["${network}"]\nproxy_header = "${header}"\n`
}

describe.for(drivers)('a reload on the %s driver', (driver) => {
  test('changes the very next announce, over HTTP and UDP, and the log names the keys', async () => {
    using config = new RunningConfig()
    config.write('[tracker]\ninterval_seconds = 1000\nmin_interval_seconds = 500\n')
    const waggle = await startWaggle({ driver, args: ['--config', config.file] })
    using client = await UdpClient.open(waggle.udp4)
    expect(await announceTo(waggle)).toMatchObject({ interval: 1000, minInterval: 500 })

    config.write('[tracker]\ninterval_seconds = 2000\nnumwant_max = 7\nworkers = 2\n')
    expect(await reload(waggle)).toMatchObject({
      event: 'reloaded',
      changed: [
        'tracker.interval_seconds',
        'tracker.min_interval_seconds',
        'tracker.numwant_default',
        'tracker.numwant_max',
      ],
      restartFor: ['tracker.workers'],
    })
    await vi.waitFor(async () => {
      expect(await announceTo(waggle)).toMatchObject({ interval: 2000, minInterval: 900 })
      const { interval } = await client.announce({ infoHash: randomHash() })
      expect(interval).toBe(2000)
    }, untilTrue)
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('that is refused changes nothing at all, and the next good one is taken', async () => {
    using config = new RunningConfig()
    config.write(intervalOf(1000))
    const waggle = await startWaggle({ driver, args: ['--config', config.file] })
    const broken = [
      ['[tracker]\ninterval_seconds = 2000\nnumwant_max = "many"\n', 'tracker.numwant_max'],
      ['[tracker]\ninterval_seconds = 2000\ninterval = 1\n', 'tracker.interval'],
      ['[tracker\n', config.file],
      // Stamps of a store that was made for short lives cannot express long ones.
      [`${intervalOf(2000)}peer_timeout_seconds = 14400\n`, 'tracker.peer_timeout_seconds'],
      [undefined, config.file],
    ] as const
    for (const [text, named] of broken) {
      if (text === undefined) config.lose()
      else config.write(text)
      const line = await reload(waggle)
      expect(line).toMatchObject({ level: 'error', event: 'reload_refused' })
      expect(line['msg']).toMatch(/^Nothing was changed\. /)
      expect(line['msg']).toContain(named)
      expect((await announceTo(waggle)).interval).toBe(1000)
    }
    config.write(intervalOf(2200))
    expect(await reload(waggle)).toMatchObject({ event: 'reloaded' })
    await vi.waitFor(async () => expect((await announceTo(waggle)).interval).toBe(2200), untilTrue)
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('shortens the life of peers that are there already', async () => {
    using config = new RunningConfig()
    config.write('[tracker]\npeer_timeout_seconds = 40\n')
    const waggle = await startWaggle({ driver, args: ['--config', config.file] })
    const infoHash = randomHash()
    await announce(waggle.http4, infoHash)
    config.write('[tracker]\npeer_timeout_seconds = 1\n')
    await reload(waggle)
    await vi.waitFor(
      async () => expect(await scrape(waggle.http4, infoHash)).toMatchObject({ complete: 0 }),
      untilTrue,
    )
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('keeps what the command line overrides', async () => {
    using config = new RunningConfig()
    config.write('[tracker]\nnumwant_max = 9\n')
    const settings = { 'tracker.interval_seconds': '1234' }
    const waggle = await startWaggle({ driver, settings, args: ['--config', config.file] })
    config.write('[tracker]\ninterval_seconds = 99\nnumwant_max = 8\n')
    const changed = ['tracker.numwant_default', 'tracker.numwant_max']
    expect(await reload(waggle)).toMatchObject({ changed })
    expect((await announceTo(waggle)).interval).toBe(1234)
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('without a configuration file changes nothing', async () => {
    const waggle = await startWaggle({ driver })
    expect(await reload(waggle)).toMatchObject({ event: 'reloaded', changed: [], restartFor: [] })
    expect((await announceTo(waggle)).interval).toBe(1800)
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('trusts another proxy, by another header, from the next request on', async () => {
    using config = new RunningConfig()
    const headers = [
      'X-Forwarded-For: 203.0.113.4',
      'X-Real-IP: 203.0.113.5',
      'Forwarded: for=203.0.113.6',
    ]
    config.write('')
    const waggle = await startWaggle({ driver, args: ['--config', config.file] })
    const steps = [
      ['', '127.0.0.1'],
      [trustIn('127.0.0.1', 'x-forwarded-for'), '203.0.113.4'],
      [trustIn('127.0.0.1', 'x-real-ip'), '203.0.113.5'],
      [trustIn('127.0.0.0/8', 'forwarded'), '203.0.113.6'],
      [trustIn('127.0.0.2', 'forwarded'), '127.0.0.1'],
    ] as const
    for (const [text, seen] of steps) {
      config.write(text)
      await reload(waggle)
      await vi.waitFor(async () => {
        const { externalIp } = await announce(waggle.http4, randomHash(), {}, { headers })
        expect(externalIp).toBe(seen)
      }, untilTrue)
    }
    expect(await waggle.stop()).toEqual(endedWell)
  })

  test('in a row of many ends with the last', async () => {
    using config = new RunningConfig()
    config.write(intervalOf(1000))
    const waggle = await startWaggle({ driver, args: ['--config', config.file] })
    for (let seconds = 1001; seconds <= 1020; seconds++) {
      config.write(intervalOf(seconds))
      waggle.run.signal('SIGHUP')
    }
    await vi.waitFor(async () => expect((await announceTo(waggle)).interval).toBe(1020), untilTrue)
    expect(await waggle.stop()).toEqual(endedWell)
  })
})
