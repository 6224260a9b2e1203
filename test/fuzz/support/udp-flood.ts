/**
 * Throws hostile datagrams at a running tracker, from several addresses and over both families, and waits now and then
 * until it has read them all: a connect that is answered came after everything before it.
 */
import { seededRandom } from '../../support/seeded-random.ts'
import { UdpClient } from '../../support/udp-client.ts'
import type { Waggle } from '../../support/waggle.ts'
import { DatagramSender } from './datagram-sender.ts'
import { writeDatagram } from './hostile-datagram.ts'

/** Datagrams between two waits: fewer than the smallest buffer of a socket holds. */
const chunk = 1024
const sources = ['127.0.0.1', '127.0.0.2', '::1', '127.0.0.1', '127.0.0.77', '127.0.0.1'] as const

export type UdpFlood = { readonly seed: number; readonly datagrams: number }

/** Gives how many datagrams were sent, the waits included; all are answered or dropped then. */
export async function floodUdp(waggle: Waggle, { seed, datagrams }: UdpFlood): Promise<number> {
  let connects = 0
  const senders: DatagramSender[] = []
  const clients: UdpClient[] = []
  for (const source of sources) {
    const target = source.includes(':') ? waggle.udp6 : waggle.udp4
    senders.push(new DatagramSender(source, target))
    clients.push(await UdpClient.open(target, { localAddress: source }))
  }
  for (let begun = 0; begun < datagrams; begun += chunk) {
    const turn = (begun / chunk) % sources.length
    const [sender, client] = [senders[turn], clients[turn]] as [DatagramSender, UdpClient]
    const random = seededRandom(seed + begun)
    const connectionId = await client.connect()
    connects++
    sender.send(Math.min(chunk, datagrams - begun), (at) =>
      writeDatagram(sender.view, at, connectionId, random),
    )
  }
  for (const client of clients) {
    await client.connect()
    connects++
    client[Symbol.dispose]()
  }
  for (const sender of senders) sender[Symbol.dispose]()
  return senders.reduce((sum, { sent }) => sum + sent, 0) + connects
}
