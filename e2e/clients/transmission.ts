/*
 * Transmission's daemon, driven through its own RPC (JSON over HTTP), which is what its web page and
 * transmission-remote use. Shows of a tracker what the user sees: counts and the text of a failure.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Network } from '../support/network.ts'
import { until } from '../support/until.ts'
import { type Client, type ClientOptions, peerPort } from './client.ts'

const torrentSchema = z.object({
  percentDone: z.number(),
  trackerStats: z.array(
    z.object({
      announce: z.string(),
      lastAnnounceResult: z.string(),
      lastAnnounceSucceeded: z.boolean(),
      seederCount: z.number(),
      leecherCount: z.number(),
    }),
  ),
})
const replySchema = z.object({
  result: z.literal('success'),
  arguments: z.object({ torrents: z.array(torrentSchema).default([]) }),
})

type TransmissionTorrent = z.infer<typeof torrentSchema>

export interface Transmission extends Client {
  /** What it shows of its torrent and the torrent's trackers. */
  show(): Promise<TransmissionTorrent>
  /** Starts the torrent again after a stop. */
  resume(): Promise<void>
}

const rpcPort = 9091
const startMs = 15_000
const sessionHeader = 'x-transmission-session-id'

export async function startTransmission(options: ClientOptions): Promise<Transmission> {
  const { network, host, torrent, directory } = options
  const configuration = join(directory, 'transmission')
  await mkdir(configuration, { recursive: true })
  const file = join(configuration, 'settings.json')
  await writeFile(file, JSON.stringify(settings(options)))
  const command = ['transmission-daemon', '--foreground', '--config-dir', configuration] as const
  const program = network.start(`Transmission at ${host.ipv4}`, command, directory)
  const call = caller(network, `http://${host.ipv4}:${rpcPort}/transmission/rpc`)

  await until(program, 'its RPC answers', startMs, () => call('session-get', {}))
  const metainfo = (await readFile(torrent.file)).toString('base64')
  await call('torrent-add', { metainfo })
  const show = async () => {
    const [shown] = await call('torrent-get', { fields: ['percentDone', 'trackerStats'] })
    if (shown === undefined) throw program.failure('has no torrent')
    return shown
  }
  return {
    options,
    program,
    show,
    async announced(deadlineMs) {
      await until(program, "the tracker's answer", deadlineMs, async () => hasAnswer(await show()))
    },
    async finished(deadlineMs) {
      await until(
        program,
        'the end of the download',
        deadlineMs,
        async () => (await show()).percentDone === 1,
      )
    },
    async stop() {
      // Ended by a signal, 3.00 often breaks off the "stopped" announce over HTTP that it has begun.
      await call('torrent-stop', {})
    },
    async resume() {
      await call('torrent-start', {})
    },
    async kill() {
      await program.end('SIGKILL')
    },
  }
}

function hasAnswer({ trackerStats }: TransmissionTorrent): boolean {
  return trackerStats.some((tracker) => tracker.lastAnnounceSucceeded)
}

function settings({ host, directory }: ClientOptions): Readonly<Record<string, unknown>> {
  return {
    'bind-address-ipv4': host.ipv4,
    'bind-address-ipv6': host.ipv6,
    'peer-port': peerPort,
    'peer-port-random-on-start': false,
    'port-forwarding-enabled': false,
    'dht-enabled': false,
    'lpd-enabled': false,
    'pex-enabled': false,
    'utp-enabled': false,
    'rpc-enabled': true,
    'rpc-bind-address': host.ipv4,
    'rpc-port': rpcPort,
    'rpc-authentication-required': false,
    'rpc-whitelist-enabled': false,
    'rpc-host-whitelist-enabled': false,
    'download-dir': directory,
    'incomplete-dir-enabled': false,
    'message-level': 3,
  }
}

/** The first answer of the RPC is 409 and names the session id that it then wants. */
function caller(network: Network, url: string) {
  let session = ''
  return async function call(method: string, args: object): Promise<TransmissionTorrent[]> {
    const body = JSON.stringify({ method, arguments: args })
    const headers = { [sessionHeader]: session, 'content-length': String(Buffer.byteLength(body)) }
    const response = await network.request({ url, method: 'POST', headers, body })
    const named = response.headers[sessionHeader]
    if (response.status === 409 && typeof named === 'string' && named !== session) {
      session = named
      return call(method, args)
    }
    const reply = replySchema.parse(JSON.parse(response.body.toString()))
    return reply.arguments.torrents
  }
}
