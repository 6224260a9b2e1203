/** The keys in the announce addresses of members' torrents: shown to their owners, and made anew when one got out. */
import type { Member } from './member.ts'
import { type MemberParts, memberLabel } from './member-parts.ts'
import { newTorrentKey, torrentKeyDigest, torrentKeyMark } from './torrent-key.ts'

/** All reject with StorageError. */
export type TorrentKeys = {
  readonly torrentKeyOf: (member: Member) => Promise<string>
  /** When earlier keys were revoked, the latest first. */
  readonly keyResetsOf: (member: Member) => Promise<readonly number[]>
  /** The new key, in force in every thread of the tracker; a digest of the one before is kept. */
  readonly resetTorrentKey: (member: Member) => Promise<string>
}

export function createTorrentKeys({ members, changes, audit, clock }: MemberParts): TorrentKeys {
  const torrentKeyOf = async ({ id }: Member): Promise<string> =>
    (await members.torrentKey(id)) ?? ''
  return {
    torrentKeyOf,
    keyResetsOf: ({ id }) => members.keyResets(id),
    resetTorrentKey: async (member) => {
      const [revoked, key, at] = [await torrentKeyOf(member), newTorrentKey(), clock.nowSeconds()]
      const revokedDigest = torrentKeyDigest(revoked)
      const revokedMark = torrentKeyMark(revoked)
      const replacement = { revoked, revokedDigest, revokedMark, key, at }
      // Somebody pressed the button twice: the other time counts.
      if (!(await members.replaceTorrentKey(member.id, replacement)))
        return await torrentKeyOf(member)
      changes.changed({ memberId: member.id, key, oldKeyMark: revokedMark })
      const actor = memberLabel(member)
      await audit.append([{ at, actor, action: 'member.key', target: actor, detail: 'made anew' }])
      return key
    },
  }
}
