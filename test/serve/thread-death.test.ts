/** A tracker thread that dies takes nothing with it but the shard that it broke. */
import { describe, expect, test, vi } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { httpGet } from '../support/http-request.ts'
import { announce, announceCrowd, scrape } from '../support/http-tracker.ts'
import { randomHash } from '../support/random-hash.ts'
import { UdpClient } from '../support/udp-client.ts'
import { decodeUdpReply, encodeAnnounce } from '../support/udp-packets.ts'
import { untilTrue } from '../support/until-true.ts'
import { startWaggle, type Waggle } from '../support/waggle.ts'
import { killThread } from './kill-thread.ts'
import { LivingSwarms } from './living-swarms.ts'

const ceilings = { peersMax: 20_000, torrentsMax: 1000 }
const settings = {
  'tracker.peers_max': `${ceilings.peersMax}`,
  'tracker.torrents_max': `${ceilings.torrentsMax}`,
}

function deathsOf(waggle: Waggle): Record<string, unknown>[] {
  return waggle.run.stdout
    .split('\n')
    .filter((line) => line.includes('"event":"thread_died"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe.runIf(process.platform === 'linux').for(drivers)('on the %s driver', (driver) => {
  test('another thread takes the place of one that dies, and the swarms stay', async () => {
    const waggle = await startWaggle({ driver, settings })
    const bystander = randomHash()
    await announceCrowd(waggle.http4, bystander, { count: 100, firstPort: 7000 })
    const broken = await killThread(waggle.http4, new LivingSwarms(waggle.run.pid, ceilings))

    await waggle.run.line((line) => line.includes('"event":"thread_died"'))
    const [death] = deathsOf(waggle)
    expect(death).toMatchObject({ level: 'error', locksTaken: 1, shardsEmptied: 1 })
    expect(death?.['err']).toMatchObject({ message: 'the last bucket holds all peers' })
    await vi.waitFor(async () => {
      expect(await scrape(waggle.http4, bystander)).toMatchObject({ incomplete: 100 })
    }, untilTrue)
    const { incomplete, peers } = await announce(waggle.http4, broken, { port: 7000, left: 1 })
    expect({ incomplete, peers }).toEqual({ incomplete: 1, peers: [] })
    const metrics = await httpGet(waggle.siteEndpoint, '/metrics')
    expect(metrics.body.toString()).toContain('\nwaggle_thread_restarts_total 1\n')
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })

  test('a connection id outlives the thread that gave it', async () => {
    const waggle = await startWaggle({ driver, settings })
    using client = await UdpClient.open(waggle.udp4)
    const [infoHash, bystander] = [randomHash(), randomHash()]
    for (let port = 7000; port < 7040; port++) await client.announce({ infoHash, port, left: 1n })
    await client.announce({ infoHash: bystander, port: 7000, left: 1n })
    new LivingSwarms(waggle.run.pid, ceilings).breakLeechers(infoHash)
    const connectionId = await client.connectionId()
    const stopping = { infoHash, port: 7000, left: 1n, event: 3 }
    await client.send(encodeAnnounce(connectionId, 1, stopping))
    await waggle.run.line((line) => line.includes('"event":"thread_died"'))

    // What is sent before there is a socket again may be lost, so it is sent until it is answered.
    const again = encodeAnnounce(connectionId, 2, { infoHash: bystander, port: 7001, left: 1n })
    const sending = setInterval(() => void client.send(again), 50)
    const reply = decodeUdpReply(await client.receive(), 4)
    clearInterval(sending)
    expect(reply).toMatchObject({ kind: 'announce', leechers: 2, peers: ['127.0.0.1:7000'] })
    expect(await waggle.stop()).toEqual({ status: 0, signal: null })
  })

  test('the program ends when its threads die again and again', async () => {
    const waggle = await startWaggle({ driver, settings })
    const swarms = new LivingSwarms(waggle.run.pid, ceilings)
    for (let death = 1; death <= 6; death++) {
      const answers = async (): Promise<unknown> => announce(waggle.http4, randomHash())
      await vi.waitFor(answers, untilTrue)
      await killThread(waggle.http4, swarms)
    }
    expect(await waggle.run.end).toEqual({ status: 1, signal: null })
    expect(deathsOf(waggle)).toHaveLength(6)
    expect(waggle.run.stdout).toContain(
      'The server ends: tracker threads died 6 times within a minute.',
    )
  })
})
