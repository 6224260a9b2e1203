/** Torrents to register. */
import { createHash } from 'node:crypto'
import type { NewTorrent } from '#index/torrents/torrent'

/** 20 bytes, the same for the same name. */
export function hashOf(name: string): Uint8Array {
  return new Uint8Array(createHash('sha1').update(name).digest())
}

/** 32 bytes, the same for the same name. */
export function longHashOf(name: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(name).digest())
}

export function newTorrent(name: string, facts: Partial<NewTorrent> = {}): NewTorrent {
  return {
    infoHash: hashOf(name),
    infoHashV2: undefined,
    name,
    sizeBytes: undefined,
    pieceLengthBytes: undefined,
    isPrivate: false,
    files: undefined,
    completed: 0,
    addedAt: 1_700_000_000,
    ban: undefined,
    ...facts,
  }
}

export function manyTorrents(count: number, facts: Partial<NewTorrent> = {}): NewTorrent[] {
  return Array.from({ length: count }, (_, index) => newTorrent(`torrent ${index}`, facts))
}
