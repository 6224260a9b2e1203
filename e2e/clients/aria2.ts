/*
 * aria2. Knows UDP trackers only over IPv4 and only with its DHT on; on a private torrent that has no
 * entry point the DHT then does nothing. It goes on as a
 * seed: told to end with the download, it would announce "stopped" and never "completed".
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, type ClientOptions, peerPort } from './client.ts'

const dhtPort = 6883
/** Over UDP, and over HTTP, which it uses for nothing else here. */
const trackerAnswer = /received ANNOUNCE reply|Response received/
const seedingReadout = /^\[#[0-9a-f]+ SEED\(/

export interface Aria2 extends Client {
  /** Resolves with the next answer of the tracker to it; it announces every three seconds. */
  announcedAgain(deadlineMs: number): Promise<void>
}

export async function startAria2(options: ClientOptions): Promise<Aria2> {
  const { network, host, torrent, directory } = options
  const usesUdp = (await readFile(torrent.file, 'latin1')).includes('udp://')
  const command = ['aria2c', ...flags(host.ipv4, directory, usesUdp), torrent.file] as const
  const program = network.start(`aria2 at ${host.ipv4}`, command, directory)
  const answer = async (deadlineMs: number, from: number) => {
    await program.line("the tracker's answer", deadlineMs, find(trackerAnswer), from)
  }
  return {
    options,
    program,
    announced: (deadlineMs) => answer(deadlineMs, 0),
    announcedAgain: (deadlineMs) => answer(deadlineMs, program.lines.length),
    async finished(deadlineMs) {
      await program.line('the end of the download', deadlineMs, find(seedingReadout))
    },
    async stop() {
      await program.end('SIGINT')
    },
    async kill() {
      await program.end('SIGKILL')
    },
  }
}

function find(pattern: RegExp) {
  return (line: string) => pattern.test(line) || undefined
}

function flags(address: string, directory: string, usesUdp: boolean): readonly string[] {
  return [
    '--no-conf',
    `--interface=${address}`,
    `--listen-port=${peerPort}`,
    `--enable-dht=${usesUdp}`,
    `--dht-listen-port=${dhtPort}`,
    `--dht-file-path=${join(directory, 'dht.dat')}`,
    '--enable-dht6=false',
    '--enable-peer-exchange=false',
    '--bt-enable-lpd=false',
    '--seed-ratio=0.0',
    '--disk-cache=0',
    '--file-allocation=none',
    '--bt-tracker-interval=3',
    `--dir=${directory}`,
    '--console-log-level=info',
    '--summary-interval=0',
    '--enable-color=false',
  ]
}
