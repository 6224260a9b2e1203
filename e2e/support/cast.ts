/*
 * The clients and torrents of one test. All its clients are gone when the test is over, however it
 * ended; when it failed, their logs and the tracker's are printed.
 */
import type { ExpectStatic, TestContext } from 'vitest'
import type { Client, StartClient } from '../clients/client.ts'
import { type Family, type Libtorrent, libtorrent } from '../clients/libtorrent.ts'
import type { Host } from './host.ts'
import type { Network } from './network.ts'
import { announceMs, downloadMs, within, writtenMs } from './patience.ts'
import {
  downloadedSha256,
  type Format,
  makeTorrent,
  readdressTorrent,
  type Tiers,
  type Torrent,
} from './torrent.ts'
import type { Tracker } from './tracker.ts'

export interface Supplies {
  readonly network: Network
  readonly tracker: Tracker
  readonly takeHost: () => Host
  readonly takeDirectory: () => Promise<string>
}

export class Cast {
  readonly #supplies: Supplies
  /** The test's own `expect`, which its concurrent neighbours do not disturb. */
  readonly #expect: ExpectStatic
  readonly #clients: Client[] = []

  constructor(context: TestContext, supplies: Supplies) {
    this.#supplies = supplies
    this.#expect = context.expect
    context.onTestFailed(() => this.#printLogs())
    context.onTestFinished(async () => {
      await Promise.all(this.#clients.map((client) => client.kill()))
    })
  }

  /** A torrent of random data that nobody else has. */
  async torrent(tiers: Tiers, format?: Format): Promise<Torrent> {
    return makeTorrent(await this.#supplies.takeDirectory(), tiers, format)
  }

  /** The same torrent with other announce addresses. */
  async readdress(torrent: Torrent, tiers: Tiers): Promise<Torrent> {
    return readdressTorrent(torrent, await this.#supplies.takeDirectory(), tiers)
  }

  /** Starts a client on a host of its own. */
  async start<T extends Client>(startClient: StartClient<T>, torrent: Torrent): Promise<T> {
    const { network, takeHost, takeDirectory } = this.#supplies
    const directory = await takeDirectory()
    const client = await startClient({ network, host: takeHost(), torrent, directory })
    this.#clients.push(client)
    return client
  }

  /** A libtorrent that has the file, and to which the tracker has answered. */
  async seed(torrent: Torrent, family?: Family): Promise<Libtorrent> {
    const seed = await this.start(libtorrent('seed', family), torrent)
    await seed.announced(announceMs)
    return seed
  }

  /** The client gets the whole file, and it is the file that the seed had. */
  async expectArrival(client: Client): Promise<void> {
    await client.finished(downloadMs)
    const { torrent, directory } = client.options
    // Clients write behind: what they have is not always in the file yet.
    const arrived = () => downloadedSha256(torrent, directory)
    await this.#expect.poll(arrived, within(writtenMs)).toBe(torrent.sha256)
  }

  #printLogs(): void {
    const programs = [...this.#clients.map((client) => client.program), this.#supplies.tracker]
    for (const program of programs) process.stderr.write(`${program.log()}\n`)
  }
}
