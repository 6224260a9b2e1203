/** Who takes part: clients, visitors and an operator, each with marks of their own. */
import type { Marks } from './marks.ts'

export type Cast = ReturnType<typeof castOf>

// oxlint-disable-next-line typescript/explicit-function-return-type
export function castOf(marks: Marks) {
  const several = <T>(make: () => T): [T, T, T] => [make(), make(), make()]
  return {
    /** They announce and stay. */
    clients: several(() => marks.ipv4('client address')),
    /** Clients that a trusted proxy tells of. */
    proxied: several(() => marks.ipv6('client address')),
    /** They announce, and stop. */
    departed: several(() => marks.ipv4('address of a client that stopped')),
    /** They ask for what is refused, or only ask how many peers there are. */
    refused: several(() => marks.ipv4('address of a client that was refused')),
    /** Named by clients and by proxies that nobody trusts. */
    claimed4: several(() => marks.ipv4('claimed address')),
    claimed6: several(() => marks.ipv6('claimed address')),
    /** They read pages, and log in. */
    visitors: several(() => marks.ipv4('visitor address')),
    forwarded4: several(() => marks.ipv4('visitor address')),
    forwarded6: several(() => marks.ipv6('visitor address')),

    hashes: several(() => marks.bytes('info-hash', 20)),
    refusedHashes: several(() => marks.bytes('refused info-hash', 20)),
    peerIds: several(() => marks.bytes('peer id', 20)),
    clientKeys: several(() => marks.bytes('key of a client', 4)),
    clientWords: several(() => marks.word('word of a client')),
    uploaded: several(() => marks.amount('amount')),
    downloaded: several(() => marks.amount('amount')),
    left: several(() => marks.amount('amount')),
    visitorWords: several(() => marks.word('word of a visitor')),
  }
}
