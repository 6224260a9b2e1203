/*
 * qBittorrent without a desktop, asked through the API of its web page: it shows its user the counts and
 * the message of each tracker, and from libtorrent's scrapes how often a torrent was downloaded.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeDirectory } from '../support/make-directory.ts'
import { until } from '../support/until.ts'
import { type Client, type ClientOptions, peerPort } from './client.ts'

const torrentsSchema = z.array(z.object({ progress: z.number() }))
const trackersSchema = z.array(
  z.object({
    url: z.string(),
    /** 2 when it works, 4 when it does not. */
    status: z.number(),
    msg: z.string(),
    num_seeds: z.number(),
    num_leeches: z.number(),
    num_downloaded: z.number(),
  }),
)

type QbittorrentTracker = z.infer<typeof trackersSchema>[number]

export interface Qbittorrent extends Client {
  /** What it shows of the torrent's trackers. */
  trackers(): Promise<readonly QbittorrentTracker[]>
}

const apiPort = 8090
const works = 2
const startMs = 20_000
const stopMs = 20_000

export async function startQbittorrent(options: ClientOptions): Promise<Qbittorrent> {
  const { network, host, torrent, directory } = options
  const configuration = await makeDirectory(join(directory, 'qBittorrent', 'config'))
  await writeFile(join(configuration, 'qBittorrent.conf'), settings(options))
  const flags = [`--profile=${directory}`, `--save-path=${directory}`, torrent.file] as const
  const command = ['qbittorrent-nox', ...flags] as const
  const program = network.start(`qBittorrent at ${host.ipv4}`, command, directory)

  const ask = async (path: string): Promise<unknown> => {
    const url = `http://${host.ipv4}:${apiPort}/api/v2/torrents/${path}`
    const { body } = await network.request({ url })
    return JSON.parse(body.toString())
  }
  const trackers = async () => {
    const all = trackersSchema.parse(await ask(`trackers?hash=${torrent.hash}`))
    // Its own sources of peers, such as DHT, stand in the list as "** [DHT] **".
    return all.filter(({ url }) => !url.startsWith('**'))
  }
  const progress = async () => torrentsSchema.parse(await ask('info'))[0]?.progress
  await until(program, 'it has the torrent', startMs, async () => (await progress()) !== undefined)
  return {
    options,
    program,
    trackers,
    async announced(deadlineMs) {
      await until(program, "the tracker's answer", deadlineMs, async () =>
        (await trackers()).some(({ status }) => status === works),
      )
    },
    async finished(deadlineMs) {
      await until(
        program,
        'the end of the download',
        deadlineMs,
        async () => (await progress()) === 1,
      )
    },
    async stop() {
      await program.end('SIGTERM', stopMs)
    },
    async kill() {
      await program.end('SIGKILL')
    },
  }
}

function settings({ host, directory }: ClientOptions): string {
  return [
    '[LegalNotice]',
    'Accepted=true',
    '[BitTorrent]',
    'Session\\Interface=lo',
    'Session\\InterfaceName=lo',
    `Session\\InterfaceAddress=${host.ipv4}`,
    `Session\\Port=${peerPort}`,
    'Session\\DHTEnabled=false',
    'Session\\LSDEnabled=false',
    'Session\\PeXEnabled=false',
    'Session\\BTProtocol=TCP',
    'Session\\QueueingSystemEnabled=false',
    `Session\\DefaultSavePath=${directory}`,
    '[Network]',
    'PortForwardingEnabled=false',
    '[Preferences]',
    'WebUI\\Enabled=true',
    `WebUI\\Address=${host.ipv4}`,
    `WebUI\\Port=${apiPort}`,
    'WebUI\\UseUPnP=false',
    'WebUI\\HostHeaderValidation=false',
    'WebUI\\AuthSubnetWhitelistEnabled=true',
    `WebUI\\AuthSubnetWhitelist=${host.ipv4}/32`,
    '',
  ].join('\n')
}
