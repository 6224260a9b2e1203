/**
 * The running program under a flood of garbage, connects, invented torrents and slow connections from 64 networks, half
 * of what one core was just seen to answer: honest clients go on being answered, and memory stays what it was set to.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planLayout } from '#tracker/swarm/layout'
import { readMetric } from '../support/read-metric.ts'
import { useWaggle } from '../support/use-waggle.ts'
import { besiege, floodedPeersMax, floodedSettings, floodedTorrentsMax } from './besiege.ts'

const waggle = useWaggle({ driver: 'linux', settings: floodedSettings })

function residentBytes(pid: number, name: 'RssAnon' | 'RssShmem'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024
}

test('honest clients keep their answers, and the ceilings hold', async () => {
  const { pid } = waggle().run
  let anonymousBefore = 0
  const { wanted, sent, connections, asked, answered, incomplete } = await besiege({
    udp: waggle().udp4,
    http: waggle().http4,
    announcesAnswered,
    beforeFlood: () => {
      anonymousBefore = residentBytes(pid, 'RssAnon')
    },
  })
  // Beside other tests; `npm run bench -- --cells flood` tells how much is sent by a core of its own.
  expect(sent).toBeGreaterThan(wanted / 8)
  expect(connections).toBeGreaterThan(500)
  expect(asked).toBeGreaterThan(60)
  expect(answered / asked).toBeGreaterThanOrEqual(0.95)
  expect(incomplete).toBe(0)

  const evicted = 'waggle_evictions_total{ceiling="torrents",was="never_returned"}'
  expect(await readMetric(waggle(), evicted)).toBeGreaterThan(0)
  expect(await readMetric(waggle(), 'waggle_torrents')).toBeLessThanOrEqual(floodedTorrentsMax)
  expect(await peersNow()).toBeLessThanOrEqual(floodedPeersMax)
  expect(residentBytes(pid, 'RssShmem')).toBeLessThan(mostSharedBytes())
  expect(residentBytes(pid, 'RssAnon') - anonymousBefore).toBeLessThan(64 * 1024 ** 2)
})

async function announcesAnswered(): Promise<number> {
  const labels = 'protocol="udp",family="4",action="announce"'
  return await readMetric(waggle(), `waggle_requests_total{${labels}}`)
}

async function peersNow(): Promise<number> {
  let peers = 0
  for (const family of [4, 6])
    for (const role of ['seeder', 'leecher'])
      peers += await readMetric(waggle(), `waggle_peers{family="${family}",role="${role}"}`)
  return peers
}

/** The swarms, and what else threads share: counters, blocks, and a page of 2 MiB here and there. */
function mostSharedBytes(): number {
  return planLayout(floodedPeersMax, floodedTorrentsMax).bytes + 64 * 1024 ** 2
}
