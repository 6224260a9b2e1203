/** Who takes part, each with marks of their own: what they bring along, and nobody else. */
import type { Marks } from './marks.ts'

/** Somebody who is client, visitor and member, from another address each time. */
export type Person = ReturnType<typeof personOf>

export type Cast = {
  readonly people: readonly [Person, Person, Person]
  /** So many in one swarm that it can be broken, as a bug would break it. */
  readonly crowd: readonly string[]
  readonly crowdHash: Buffer
  /** Its network is blocked. */
  readonly blocked: string
  readonly tokenLabel: string
  readonly blockReason: string
}

export function castOf(marks: Marks): Cast {
  return {
    people: [personOf(marks, 0), personOf(marks, 1), personOf(marks, 2)],
    crowd: Array.from({ length: 40 }, () => marks.ipv4('client address')),
    crowdHash: marks.bytes('info-hash', 20),
    blocked: marks.ipv4('blocked network'),
    tokenLabel: marks.word('label of a token'),
    blockReason: marks.word('reason of a block'),
  }
}

// oxlint-disable-next-line typescript/explicit-function-return-type
export function personOf(marks: Marks, number: number) {
  return {
    number,
    /** Announces from here, and stays. */
    client: marks.ipv4('client address'),
    /** Announces through a trusted proxy. */
    proxied: marks.ipv6('client address'),
    /** Announces, and stops. */
    departed: marks.ipv4('address of a client that stopped'),
    /** Asks for what is refused, or only how many peers there are. */
    refused: marks.ipv4('address of a client that was refused'),
    /** Said by clients, and by proxies that nobody trusts. */
    claimed4: marks.ipv4('claimed address'),
    claimed6: marks.ipv6('claimed address'),
    /** Reads pages, and logs in. */
    visitor: marks.ipv4('visitor address'),
    forwarded4: marks.ipv4('visitor address'),
    forwarded6: marks.ipv6('visitor address'),

    infoHash: marks.bytes('info-hash', 20),
    refusedHash: marks.bytes('refused info-hash', 20),
    peerId: marks.bytes('peer id', 20),
    clientKey: marks.bytes('key of a client', 4),
    clientWord: marks.word('word of a client'),
    uploaded: marks.amount('amount'),
    downloaded: marks.amount('amount'),
    /** The first seeds. */
    left: number === 0 ? 0n : marks.amount('amount'),

    visitorWord: marks.word('word of a visitor'),
    memberName: marks.word('name of a member'),
    password: marks.word('password'),

    torrentName: marks.word('name of a torrent'),
    fileName: marks.word('name of a file'),
    /** What else stands in a .torrent file. */
    fileWord: marks.word('word of a .torrent file'),
    reason: marks.word('reason'),
  }
}
