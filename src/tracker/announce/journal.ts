/**
 * What hears of announces after they were answered, where statistics are kept: one method that allocates nothing and
 * waits for nothing, called from the announce path of one thread.
 */
import type { Announce } from '#tracker/wire/announce'
import type { Failure } from '#tracker/wire/failure'

export type Journal = {
  /**
   * Notes an announce that was served (`failure` is `none`), of member 0 where nobody gave a key; or one of a member with
   * a good key for a torrent that was refused, or with the key that they had before; with torrent 0 where nothing is known
   * of it. `leechers` of the torrent are
   * known, the announcer among them; `isCompletion` where its swarm counts the end of a download. `request` is filled again
   * afterwards.
   */
  readonly note: (
    request: Announce,
    torrentId: number,
    memberId: number,
    failure: Failure,
    leechers: number,
    isCompletion: boolean,
  ) => void
}
