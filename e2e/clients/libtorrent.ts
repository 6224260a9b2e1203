/*
 * libtorrent, the engine of qBittorrent and Deluge, through its Python binding and a script of ours
 * (libtorrent-session.py) that tells each alert as a line of JSON. The only client that serves as a
 * seed, and the only one of these that speaks IPv6 and takes hybrid torrents.
 */
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Program } from '../support/program.ts'
import { type Client, type ClientOptions, peerPort, type StartClient } from './client.ts'

export type Role = 'seed' | 'downloader'
export type Family = 'ipv4' | 'ipv6'

const alertSchema = z.object({
  alert: z.string(),
  message: z.string().default(''),
  url: z.string().default(''),
  /** Of `tracker_announce_alert`. */
  event: z.string().default(''),
  num_peers: z.number().default(0),
  complete: z.number().default(0),
  incomplete: z.number().default(0),
  external_address: z.string().default(''),
  failure_reason: z.string().default(''),
})

type Alert = z.infer<typeof alertSchema>

export interface Libtorrent extends Client {
  readonly alerts: readonly Alert[]
  /** The first alert of this kind, past or to come, for which `isWanted` holds. */
  alert(kind: string, deadlineMs: number, isWanted?: (alert: Alert) => boolean): Promise<Alert>
  /** Announces now; resolves with the alert that tells the tracker's answer to it. */
  announce(deadlineMs: number): Promise<Alert>
  /** Announces now; resolves with the alert that tells that the tracker refused it. */
  announceInVain(deadlineMs: number): Promise<Alert>
  /** Scrapes through the client; resolves with the alert that tells the answer. */
  scrape(deadlineMs: number): Promise<Alert>
}

const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('libtorrent-session.py', import.meta.url))
const stopMs = 12_000

/** How to start one in this role, on its host's address of this family. */
export function libtorrent(role: Role, family: Family = 'ipv4'): StartClient<Libtorrent> {
  return async (options) => {
    const order = JSON.stringify(sessionOrder(options, role, family))
    const name = `libtorrent ${role} at ${options.host[family]}`
    const program = options.network.start(name, [python, script, order], options.directory)
    return control(options, program)
  }
}

function sessionOrder({ host, torrent, directory }: ClientOptions, role: Role, family: Family) {
  const isSeed = role === 'seed'
  return {
    address: host[family],
    listen: `${family === 'ipv4' ? host.ipv4 : `[${host.ipv6}]`}:${peerPort}`,
    torrent: torrent.file,
    directory: isSeed ? torrent.seedDirectory : directory,
    seed: isSeed,
  }
}

function control(options: ClientOptions, program: Program): Libtorrent {
  const alertFrom = (
    from: number,
    kind: string,
    deadlineMs: number,
    isWanted: (alert: Alert) => boolean = () => true,
  ) => {
    const find = (line: string) => {
      const alert = readAlert(line)
      return alert?.alert === kind && isWanted(alert) ? alert : undefined
    }
    return program.line(kind, deadlineMs, find, from)
  }
  const answerTo = (command: string, kind: string, deadlineMs: number) => {
    const from = program.lines.length
    program.send(JSON.stringify({ do: command }))
    return alertFrom(from, kind, deadlineMs)
  }
  return {
    options,
    program,
    get alerts() {
      return program.lines.map(readAlert).filter((alert) => alert !== undefined)
    },
    alert: (kind, deadlineMs, isWanted) => alertFrom(0, kind, deadlineMs, isWanted),
    announce: (deadlineMs) => answerTo('announce', 'tracker_reply_alert', deadlineMs),
    announceInVain: (deadlineMs) => answerTo('announce', 'tracker_error_alert', deadlineMs),
    scrape: (deadlineMs) => answerTo('scrape', 'scrape_reply_alert', deadlineMs),
    async announced(deadlineMs) {
      await alertFrom(0, 'tracker_reply_alert', deadlineMs)
    },
    async finished(deadlineMs) {
      await alertFrom(0, 'torrent_finished_alert', deadlineMs)
    },
    async stop() {
      await program.end('SIGINT', stopMs)
    },
    async kill() {
      await program.end('SIGKILL')
    },
  }
}

/** A line that is no JSON is a Python traceback: it is in the log, and not an alert. */
function readAlert(line: string): Alert | undefined {
  return line.startsWith('{') ? alertSchema.parse(JSON.parse(line)) : undefined
}
