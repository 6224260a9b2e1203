/**
 * "Am I being counted?": which clients of a member announce now, and what they announce in vain. It is made of what the
 * threads note, is in memory only, and knows no addresses.
 */
import { liveSessionsMax, liveSessionsPerMemberMax, vainHashesPerMemberMax } from '#base/limits'
import { AnnounceEvent } from '#tracker/wire/announce'
import { Failure, type FailureDescription, failureDescriptions } from '#tracker/wire/failure'
import { clientName } from '#tracker/wire/peer-id'

/** One client with one torrent. */
export type LiveSession = {
  readonly torrentId: number
  /** "qBittorrent 5.0", or '' where it is unknown. */
  readonly client: string
  /** Of the last announce. */
  readonly protocol: 'http' | 'udp'
  /** From which families of addresses it announces: one client may do so from both. */
  readonly families: readonly (4 | 6)[]
  readonly isSeeding: boolean
  /** Unix seconds. */
  readonly lastAt: number
  /** When it is expected at the latest. */
  readonly nextAt: number
}

/** What a client of the member announces, or somebody with an old key of theirs, and what it is told. */
export type VainAnnounce = {
  /** 20 bytes. */
  readonly infoHash: Uint8Array
  /** 0 where nothing is known of the info-hash. */
  readonly torrentId: number
  readonly client: string
  /** Why it is refused: a code of docs/reference/failures.md, and what the client shows. */
  readonly failure: FailureDescription
  /** It came with a key that is not the member's of today. */
  readonly isOldKey: boolean
  readonly lastAt: number
}

export type LiveSessionsOptions = {
  /** Seconds between announces, as clients are told at the moment. */
  readonly intervalSeconds: () => number
}

/** What is noted, as in the journal. */
export type NotedEntry = {
  readonly at: number
  readonly memberId: number
  readonly torrentId: number
  readonly event: AnnounceEvent
  readonly family: 4 | 6
  readonly protocol: 'http' | 'udp'
} & (
  | { readonly kind: 'announce'; readonly peerId: Uint8Array; readonly left: number }
  | {
      readonly kind: 'refusal'
      readonly infoHash: Uint8Array
      readonly client: Uint8Array
      readonly failure: Failure
    }
)

export type LiveSessions = {
  readonly note: (entry: NotedEntry) => void
  /** Those that announced within the last two intervals before `nowSeconds`, the newest first. */
  readonly sessionsOf: (memberId: number, nowSeconds: number) => readonly LiveSession[]
  readonly vainOf: (memberId: number, nowSeconds: number) => readonly VainAnnounce[]
  /** Sessions of all members that are remembered. */
  readonly size: () => number
  /** Forgets what `sessionsOf` would not give. */
  readonly forget: (nowSeconds: number) => void
}

type MemberPart = {
  readonly sessions: Map<string, Omit<LiveSession, 'nextAt'>>
  readonly vain: Map<string, VainAnnounce>
}

export function createLiveSessions({ intervalSeconds }: LiveSessionsOptions): LiveSessions {
  const members = new Map<number, MemberPart>()
  let size = 0
  const partOf = (memberId: number): MemberPart => {
    const part = members.get(memberId) ?? { sessions: new Map(), vain: new Map() }
    members.set(memberId, part)
    return part
  }
  const endSession = ({ sessions }: MemberPart, key: string): void => {
    if (sessions.delete(key)) size--
  }
  const noteSession = (entry: NotedEntry & { readonly kind: 'announce' }): void => {
    const key = `${entry.torrentId}/${Buffer.from(entry.peerId).toString('latin1')}`
    const part = partOf(entry.memberId)
    const known = part.sessions.get(key)
    if (entry.event === AnnounceEvent.stopped) return endSession(part, key)
    const hasRoom = part.sessions.size < liveSessionsPerMemberMax && size < liveSessionsMax
    if (known === undefined && !hasRoom) return
    if (known === undefined) size++
    part.sessions.set(key, sessionOf(entry, known))
  }
  const noteVain = (entry: NotedEntry & { readonly kind: 'refusal' }): void => {
    const { vain } = partOf(entry.memberId)
    const key = Buffer.from(entry.infoHash).toString('latin1')
    vain.delete(key)
    vain.set(key, vainOf(entry))
    const [oldest] = vain.keys()
    if (vain.size > vainHashesPerMemberMax && oldest !== undefined) vain.delete(oldest)
  }
  const since = (nowSeconds: number): number => nowSeconds - 2 * intervalSeconds()
  return {
    note: (entry) => {
      if (entry.memberId === 0) return
      if (entry.kind === 'announce') noteSession(entry)
      else noteVain(entry)
    },
    sessionsOf: (memberId, nowSeconds) =>
      newest(members.get(memberId)?.sessions, since(nowSeconds)).map((session) => ({
        ...session,
        nextAt: session.lastAt + intervalSeconds(),
      })),
    vainOf: (memberId, nowSeconds) => newest(members.get(memberId)?.vain, since(nowSeconds)),
    size: () => size,
    forget: (nowSeconds) => {
      const before = since(nowSeconds)
      for (const [memberId, part] of members) {
        for (const [key, { lastAt }] of part.sessions) if (lastAt < before) endSession(part, key)
        for (const [key, { lastAt }] of part.vain) if (lastAt < before) part.vain.delete(key)
        if (part.sessions.size + part.vain.size === 0) members.delete(memberId)
      }
    },
  }
}

function sessionOf(
  entry: NotedEntry & { readonly kind: 'announce' },
  known: Omit<LiveSession, 'nextAt'> | undefined,
): Omit<LiveSession, 'nextAt'> {
  return {
    torrentId: entry.torrentId,
    // It is the same peer id.
    client: known?.client ?? clientName(entry.peerId),
    protocol: entry.protocol,
    families: withFamily(known?.families ?? [], entry.family),
    isSeeding: entry.left === 0,
    lastAt: Math.max(entry.at, known?.lastAt ?? 0),
  }
}

function withFamily(families: LiveSession['families'], family: 4 | 6): LiveSession['families'] {
  if (families.includes(family)) return families
  return families.length === 0 ? [family] : [4, 6]
}

function vainOf(entry: NotedEntry & { readonly kind: 'refusal' }): VainAnnounce {
  const { infoHash, torrentId, client, failure, at } = entry
  return {
    infoHash,
    torrentId,
    client: clientName(client),
    failure: failureDescriptions[failure],
    isOldKey: failure === Failure.keyReset,
    lastAt: at,
  }
}

function newest<T extends { readonly lastAt: number }>(
  entries: ReadonlyMap<string, T> | undefined,
  since: number,
): T[] {
  const recent = [...(entries?.values() ?? [])].filter(({ lastAt }) => lastAt >= since)
  return recent.toSorted((one, other) => other.lastAt - one.lastAt)
}
