/**
 * What the swarm store must do, said in the plainest way: a map of maps, one object per peer. It imports
 * nothing of the store. Expiry is exact here; the store may be late by its own stated slack.
 */
export type ModelPeer = { seeder: boolean; partial: boolean; family: 4 | 6; seenSeconds: number }

export class ReferenceSwarms {
  readonly torrents = new Map<string, Map<string, ModelPeer>>()
  readonly completed = new Map<string, number>()

  announce(torrent: string, peerName: string, peer: ModelPeer, isCompleted: boolean): void {
    const swarm = this.torrents.get(torrent) ?? new Map<string, ModelPeer>()
    this.torrents.set(torrent, swarm)
    const known = swarm.get(peerName)
    if (isCompleted && known?.seeder !== true)
      this.completed.set(torrent, (this.completed.get(torrent) ?? 0) + 1)
    swarm.set(peerName, peer)
  }

  stop(torrent: string, peerName: string): void {
    this.torrents.get(torrent)?.delete(peerName)
  }

  expire(beforeSeconds: number): void {
    for (const swarm of this.torrents.values())
      for (const [name, peer] of swarm) if (peer.seenSeconds < beforeSeconds) swarm.delete(name)
  }

  counts(torrent: string): { seeders: number; leechers: number; downloaders: number } {
    const peers = [...(this.torrents.get(torrent)?.values() ?? [])]
    const leechers = peers.filter((peer) => !peer.seeder)
    return {
      seeders: peers.length - leechers.length,
      leechers: leechers.length,
      downloaders: leechers.filter((peer) => !peer.partial).length,
    }
  }
}
