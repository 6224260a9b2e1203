/*
 * rTorrent, whose engine reads tracker replies by rules of its own: a reply over HTTP without `peers`
 * is an error, one over UDP must fit 512 bytes. It is asked how it is doing as its web interfaces do it,
 * by XML-RPC over SCGI on a socket in its directory.
 */
import { writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { until } from '../support/until.ts'
import { type Client, type ClientOptions, peerPort } from './client.ts'

export interface Rtorrent extends Client {
  /** The line that it shows at the torrent: "" or what is wrong with the tracker. */
  message(): Promise<string>
}

const startMs = 15_000
const stopMs = 15_000

export async function startRtorrent(options: ClientOptions): Promise<Rtorrent> {
  const { network, host, torrent, directory } = options
  const socket = join(directory, 'scgi')
  const file = join(directory, 'rtorrent.rc')
  await writeFile(file, settings(options, socket))
  const command = ['rtorrent', '-n', '-o', `import=${file}`] as const
  const program = network.start(`rTorrent at ${host.ipv4}`, command, directory)

  const hash = torrent.hash.toUpperCase()
  await until(program, 'it has the torrent', startMs, () => ask(socket, 'd.name', hash))
  const has = async (method: string, target: string) => (await ask(socket, method, target)) !== '0'
  return {
    options,
    program,
    message: () => ask(socket, 'd.message', hash),
    async announced(deadlineMs) {
      await until(program, "the tracker's answer", deadlineMs, () =>
        has('t.success_counter', `${hash}:t0`),
      )
    },
    async finished(deadlineMs) {
      await until(program, 'the end of the download', deadlineMs, () => has('d.complete', hash))
    },
    async stop() {
      await program.end('SIGINT', stopMs)
    },
    async kill() {
      await program.end('SIGKILL')
    },
  }
}

function settings({ host, torrent, directory }: ClientOptions, socket: string): string {
  return [
    `network.bind_address.set = ${host.ipv4}`,
    `network.port_range.set = ${peerPort}-${peerPort}`,
    'network.port_random.set = no',
    `network.scgi.open_local = ${socket}`,
    'dht.mode.set = disable',
    'protocol.pex.set = no',
    'trackers.use_udp.set = yes',
    'trackers.numwant.set = 80',
    `session.path.set = ${directory}`,
    `directory.default.set = ${directory}`,
    'system.daemon.set = true',
    `schedule2 = load, 0, 0, "load.start=${torrent.file}"`,
    '',
  ].join('\n')
}

/** One XML-RPC call with a target, whose result is one value; its text. */
async function ask(socket: string, method: string, target: string): Promise<string> {
  const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params><param><value><string>${target}</string></value></param></params></methodCall>`
  const headers = `CONTENT_LENGTH\0${body.length}\0SCGI\x001\0`
  const connection = createConnection(socket)
  connection.end(`${headers.length}:${headers},${body}`)
  const reply = await text(connection)
  const value = /<(?:i4|i8|string)>([^<]*)<\//.exec(reply)?.[1]
  if (value !== undefined && !reply.includes('<fault>')) return value
  throw new Error(`${method}: ${reply}`)
}
