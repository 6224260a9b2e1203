/**
 * How much more members were credited for uploading a torrent than anybody can have received. Received is what members
 * were credited as downloaded, and the whole torrent for each end of a download without a key. Clients without a key
 * that give up receive something too, and what a session has moved before its first announce is credited to nobody: so
 * once the torrent, or a twentieth of what was received, may be missing.
 */
import type { TorrentBalance } from './suspicion-repository.ts'

/** Bytes; 0 where nothing is to be told. */
export function balanceExcess(balance: Omit<TorrentBalance, 'torrentId'>): number {
  const { sizeBytes, uploaded } = balance
  // Nobody knows what an end of a download without a key was worth.
  if (sizeBytes === 0) return 0
  const received = receivedBytes(balance)
  const excess = uploaded - received
  return excess > Math.max(sizeBytes, received / 20) ? excess : 0
}

export function receivedBytes({
  sizeBytes,
  downloaded,
  anonymousCompletes,
}: Omit<TorrentBalance, 'torrentId' | 'uploaded'>): number {
  return Math.min(downloaded + anonymousCompletes * sizeBytes, Number.MAX_SAFE_INTEGER)
}
