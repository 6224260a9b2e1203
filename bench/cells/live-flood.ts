/** The part on floods over sockets: what becomes of honest clients, flooded with half of what one core can answer. */
import { besiege, floodedSettings, type Siege } from '../../test/flood/besiege.ts'
import { type ServerUse, startMeter } from '../load/server-meter.ts'
import type { Gate } from '../report/section.ts'
import { whole } from '../report/statistics.ts'
import { cores } from '../trackers/server-process.ts'
import { siteMetric } from '../trackers/site-metric.ts'
import { startWaggle } from '../trackers/waggle.ts'

export type LiveFlood = { readonly lines: readonly string[]; readonly gates: readonly Gate[] }

export async function measureLiveFlood(): Promise<LiveFlood> {
  const server = await startWaggle({
    protocol: 'udp',
    family: 4,
    size: { torrents: 1, peers: 1 },
    workers: 1,
    settings: { ...floodedSettings, 'tracker.http': '["127.0.0.1:0"]' },
  })
  let meter: (() => ServerUse) | undefined
  const siege = await besiege({
    udp: { host: server.host, port: server.udpPort },
    http: { host: server.host, port: server.httpPort },
    announcesAnswered: () => siteMetric(server.site, 'waggle_requests_total'),
    beforeFlood: () => {
      meter = startMeter(server)
    },
    prefix: ['taskset', '-c', String(cores.load)],
  })
  const use = meter?.()
  await server.stop()
  return { lines: linesOf(siege, use), gates: gatesOf(siege) }
}

function linesOf(siege: Siege, use: ServerUse | undefined): string[] {
  const { capacity, sent, connections, asked, answered, incomplete } = siege
  const busy = use === undefined ? Number.NaN : (100 * use.serverCpuSeconds) / use.seconds
  return [
    `Over sockets: one thread was seen to answer ${whole(capacity)} announces a second. Then ${whole(sent)} datagrams a second came from 64 networks for 10 s (garbage, connects,`,
    `and twice as many announces of invented torrents), with ${whole(connections)} slow HTTP connections, which kept the server busy for ${whole(busy)} % of a core. Of ${whole(asked)} announces of honest clients ${whole(answered)} were`,
    `answered, and ${whole(answered - incomplete)} told of everybody in the swarm.`,
    '',
  ]
}

function gatesOf({ wanted, sent, asked, answered }: Siege): Gate[] {
  return [
    { name: 'flood sent by half of a core’s capacity', needed: 0.95, measured: sent / wanted },
    {
      name: 'honest clients answered meanwhile, %',
      needed: 95,
      measured: (100 * answered) / asked,
    },
  ]
}
