/**
 * What one swarm must look like after any row of announces (conformance 1.5), in the plainest way possible: the
 * reference that the program is compared with.
 */
import type { ScrapeEntry } from './scrape-reply.ts'

export type ModelEvent = 'none' | 'started' | 'completed' | 'stopped' | 'paused'

export interface ModelAnnounce {
  /** `address:port`, IPv6 in brackets. */
  readonly peer: string
  readonly left: number
  readonly event: ModelEvent
}

type Role = 'seed' | 'leecher' | 'partial seed'

export class SwarmModel {
  readonly #peers = new Map<string, Role>()
  #downloaded = 0

  announce({ peer, left, event }: ModelAnnounce): void {
    if (event === 'stopped') return void this.#peers.delete(peer)
    if (event === 'completed' && this.#peers.get(peer) !== 'seed') this.#downloaded++
    this.#peers.set(peer, roleOf(left, event))
  }

  counts(): ScrapeEntry {
    return {
      complete: this.#withRole('seed').length,
      downloaded: this.#downloaded,
      downloaders: this.#withRole('leecher').length,
      incomplete: this.#peers.size - this.#withRole('seed').length,
    }
  }

  /** Whom `peer` may be told of, by itself not yet limited: seeders get leechers only. */
  candidates(peer: string): { readonly seeds: string[]; readonly leechers: string[] } {
    const isSeed = this.#peers.get(peer) === 'seed'
    const others = [...this.#peers.keys()].filter((other) => other !== peer)
    const seeds = others.filter((other) => this.#peers.get(other) === 'seed')
    const leechers = others.filter((other) => this.#peers.get(other) !== 'seed')
    return { seeds: isSeed ? [] : seeds, leechers }
  }

  #withRole(role: Role): string[] {
    return [...this.#peers].filter(([, other]) => other === role).map(([peer]) => peer)
  }
}

function roleOf(left: number, event: ModelEvent): Role {
  if (left === 0 || event === 'completed') return 'seed'
  return event === 'paused' ? 'partial seed' : 'leecher'
}
