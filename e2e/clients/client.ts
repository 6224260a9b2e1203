/*
 * What every client under test is: something that was told to download one torrent.
 *
 * Each implementation keeps to this: nothing but the tracker introduces peers to it (no DHT, local
 * discovery, peer exchange or port mapping); it uses no other address than its host's; it announces
 * "stopped" when stopped.
 */
import type { Host } from '../support/host.ts'
import type { Network } from '../support/network.ts'
import type { Program } from '../support/program.ts'
import type { Torrent } from '../support/torrent.ts'

export interface ClientOptions {
  readonly network: Network
  readonly host: Host
  readonly torrent: Torrent
  /** A directory of its own, for settings and downloads. */
  readonly directory: string
}

export interface Client {
  readonly options: ClientOptions
  readonly program: Program
  /** Resolves when the client has the tracker's answer to its first announce. */
  announced(deadlineMs: number): Promise<void>
  /** Resolves when the client says that it has the whole file. */
  finished(deadlineMs: number): Promise<void>
  /** Stops the torrent as its user would; the client announces that to the tracker. */
  stop(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

export type StartClient<T extends Client = Client> = (options: ClientOptions) => Promise<T>

/** The port at which every client takes connections from peers, on its own address. */
export const peerPort = 6881
