/**
 * Announcers for the model test: each speaks one protocol over one family from one address, keeps its
 * connection, and tells what it was answered in the same words as the others.
 */
import { type AnnounceReply, readAnnounceReply } from './announce-reply.ts'
import { announceTarget } from './announce-url.ts'
import type { Endpoint } from './endpoint.ts'
import { requestText } from './http-request.ts'
import { HttpConnection } from './raw-http.ts'
import type { ModelEvent } from './swarm-model.ts'
import { UdpClient } from './udp-client.ts'
import type { Waggle } from './waggle.ts'

export interface ModelStep {
  readonly infoHash: Buffer
  readonly port: number
  readonly left: number
  readonly event: ModelEvent
  readonly numwant: number
}

export interface ModelReply {
  readonly complete: number
  readonly incomplete: number
  readonly peers: readonly string[]
}

export interface ModelAnnouncer {
  readonly name: string
  /** As a peer's address is written, without its port. */
  readonly address: string
  /** The most peers one reply holds. */
  readonly peersMax: number
  /** Which peers a reply may hold. */
  readonly tells: (peer: string) => boolean
  readonly announce: (step: ModelStep) => Promise<ModelReply>
}

const udpEvents = { none: 0, completed: 1, started: 2, stopped: 3, paused: 4 } as const

/** The announcers of both protocols and families, from several addresses; `stack` closes them. */
export async function openModelAnnouncers(
  waggle: Waggle,
  stack: DisposableStack,
): Promise<ModelAnnouncer[]> {
  const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3']
  const over4 = addresses.map(async (address) => [
    await openHttp(waggle.http4, address, stack),
    await openUdp(waggle.udp4, address, stack),
  ])
  const over6 = [
    await openHttp(waggle.http6, '::1', stack),
    await openUdp(waggle.udp6, '::1', stack),
  ]
  return [...(await Promise.all(over4)), over6].flat()
}

async function openHttp(
  endpoint: Endpoint,
  localAddress: string,
  stack: DisposableStack,
): Promise<ModelAnnouncer> {
  const connection = stack.use(await HttpConnection.open(endpoint, { localAddress }))
  return {
    name: `HTTP from ${localAddress}`,
    address: written(localAddress),
    peersMax: 200,
    tells: () => true,
    announce: async (step) => {
      const { infoHash, ...parameters } = step
      const event = step.event === 'none' ? undefined : step.event
      const target = announceTarget(infoHash, { ...parameters, event })
      return fromHttp(readAnnounceReply(await connection.exchange(requestText(target))))
    },
  }
}

function fromHttp(reply: AnnounceReply): ModelReply {
  const { complete, incomplete, peers, peers6 } = reply
  return { complete, incomplete, peers: [...peers, ...peers6] }
}

async function openUdp(
  endpoint: Endpoint,
  localAddress: string,
  stack: DisposableStack,
): Promise<ModelAnnouncer> {
  const client = stack.use(await UdpClient.open(endpoint, { localAddress }))
  const isIpv6 = localAddress.includes(':')
  return {
    name: `UDP from ${localAddress}`,
    address: written(localAddress),
    peersMax: isIpv6 ? 67 : 200,
    tells: (peer) => peer.startsWith('[') === isIpv6,
    announce: async ({ left, event, ...step }) => {
      const reply = await client.announce({ ...step, left: BigInt(left), event: udpEvents[event] })
      return { complete: reply.seeders, incomplete: reply.leechers, peers: reply.peers }
    },
  }
}

function written(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
