/**
 * The answer to one announce, before it is bytes: what the announce service fills and the encoders of
 * each protocol read. One record per thread, filled again for each request.
 *
 * The peers themselves are not in here. The swarm store writes them into the reply buffer in wire form,
 * where most of them can stay: this record only says where they are.
 */
export class AnnounceReply {
  /** Peers that have everything, the announcer included. */
  seeders = 0
  /** All other peers, the announcer included. */
  leechers = 0
  /** How often the torrent was downloaded to its end. */
  completed = 0
  intervalSeconds = 0
  minIntervalSeconds = 0
  /** The announcer's address, told back to it (BEP 24). */
  family: 4 | 6 = 4
  /** 4 or 16 bytes in network order count, by `family`. Point it at the announce's own address. */
  address: Uint8Array = new Uint8Array(16)
  /** How many IPv4 peers of 6 bytes each begin at `peersAt` (BEP 23). */
  count4 = 0
  peersAt = 0
  /** How many IPv6 peers of 18 bytes each begin at `peers6At` (BEP 7). */
  count6 = 0
  peers6At = 0
}

/** Bytes of an IPv4 peer: address and port in network order (BEP 23). */
export const peer4Bytes = 6
/** Bytes of an IPv6 peer: address and port in network order (BEP 7). */
export const peer6Bytes = 18
