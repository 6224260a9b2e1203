/**
 * "Am I being counted?": which clients of a member announce now, and what they announce in vain. It is made of what the
 * threads note, is in memory only, and knows no addresses.
 *
 * When an announce is noted, the interval that its client was told is known, so each is remembered by its own: others may be
 * told longer or shorter ones by then.
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
  /** It came with a key that is not the member's of today: its next announce is refused. */
  readonly isOldKey: boolean
  /** Unix seconds. */
  readonly lastAt: number
  /** When it is expected at the latest. */
  readonly nextAt: number
}

/** What a client of the member announces, or somebody with their key before today's, and what it is told. */
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
  /** The member has another key since `at`: who announced until then did so with the one before. */
  readonly noteReset: (memberId: number, at: number) => void
  /** The member may not announce any more: what was noted until `at` is forgotten, and what of it comes later. */
  readonly drop: (memberId: number, at: number) => void
  /** Those that announced within the last two of their intervals before `nowSeconds`, the newest first. */
  readonly sessionsOf: (memberId: number, nowSeconds: number) => readonly LiveSession[]
  readonly vainOf: (memberId: number, nowSeconds: number) => readonly VainAnnounce[]
  /** Sessions of all members that are remembered. */
  readonly size: () => number
  /** Forgets what `sessionsOf` would not give. What lies ahead, because the clock was set back, was noted now. */
  readonly forget: (nowSeconds: number) => void
}

type Session = Omit<LiveSession, 'isOldKey'>

type Remembered<T> = { readonly shown: T; readonly untilAt: number }

type MemberPart = {
  readonly sessions: Map<string, Remembered<Session>>
  readonly vain: Map<string, Remembered<VainAnnounce>>
  /** Unix seconds, 0 for never: see `noteReset` and `drop`. */
  readonly resetAt: number
  readonly droppedAt: number
}

/** What a thread has noted is here by then. */
const lateSeconds = 60

export function createLiveSessions({ intervalSeconds }: LiveSessionsOptions): LiveSessions {
  const members = new Map<number, MemberPart>()
  let size = 0
  const partOf = (memberId: number): MemberPart => {
    const part = members.get(memberId) ?? newPart(0)
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
    const told = intervalSeconds()
    const shown = sessionOf(entry, known?.shown, told)
    part.sessions.set(key, { shown, untilAt: shown.lastAt + 2 * told })
  }
  const noteVain = (entry: NotedEntry & { readonly kind: 'refusal' }): void => {
    const { vain } = partOf(entry.memberId)
    const key = Buffer.from(entry.infoHash).toString('latin1')
    vain.delete(key)
    vain.set(key, { shown: vainOf(entry), untilAt: entry.at + 2 * intervalSeconds() })
    const [oldest] = vain.keys()
    if (vain.size > vainHashesPerMemberMax && oldest !== undefined) vain.delete(oldest)
  }
  return {
    note: (entry) => {
      if (entry.memberId === 0) return
      if (entry.at <= (members.get(entry.memberId)?.droppedAt ?? 0)) return
      if (entry.kind === 'announce') noteSession(entry)
      else noteVain(entry)
    },
    noteReset: (memberId, at) => {
      members.set(memberId, { ...partOf(memberId), resetAt: at })
    },
    drop: (memberId, at) => {
      size -= partOf(memberId).sessions.size
      members.set(memberId, newPart(at))
    },
    sessionsOf: (memberId, nowSeconds) => {
      const { sessions, resetAt } = members.get(memberId) ?? newPart(0)
      const withKey = newest(sessions, nowSeconds).map((session) => ({
        ...session,
        isOldKey: session.lastAt <= resetAt,
      }))
      // What came with an old key is refused when it comes again.
      return withKey.filter(({ isOldKey, nextAt }) => !isOldKey || nextAt >= nowSeconds)
    },
    vainOf: (memberId, nowSeconds) => newest(members.get(memberId)?.vain, nowSeconds),
    size: () => size,
    forget: (nowSeconds) => {
      for (const [memberId, known] of members) {
        const part = partUntil(known, nowSeconds)
        if (part !== known) members.set(memberId, part)
        const { sessions, vain, resetAt, droppedAt } = part
        for (const [key, { untilAt }] of sessions) if (untilAt < nowSeconds) endSession(part, key)
        for (const [key, { untilAt }] of vain) if (untilAt < nowSeconds) vain.delete(key)
        const isEmpty = sessions.size + vain.size === 0
        if (isEmpty && Math.max(resetAt, droppedAt) + lateSeconds < nowSeconds)
          members.delete(memberId)
      }
    },
  }
}

function newPart(droppedAt: number): MemberPart {
  return { sessions: new Map(), vain: new Map(), resetAt: 0, droppedAt }
}

function pullBack<T extends { readonly lastAt: number; readonly nextAt?: number }>(
  entries: Map<string, Remembered<T>>,
  nowSeconds: number,
): void {
  for (const [key, { shown, untilAt }] of entries) {
    const { lastAt, nextAt }: { readonly lastAt: number; readonly nextAt?: number } = shown
    const aheadSeconds = lastAt - nowSeconds
    if (aheadSeconds <= 0) continue
    const next = nextAt === undefined ? {} : { nextAt: nextAt - aheadSeconds }
    const pulled = { ...shown, ...next, lastAt: nowSeconds }
    entries.set(key, { shown: pulled, untilAt: untilAt - aheadSeconds })
  }
}

/** The clock was set back: nothing lies ahead of it. */
function partUntil(part: MemberPart, nowSeconds: number): MemberPart {
  pullBack(part.sessions, nowSeconds)
  pullBack(part.vain, nowSeconds)
  const { resetAt, droppedAt } = part
  if (Math.max(resetAt, droppedAt) <= nowSeconds) return part
  const [reset, dropped] = [Math.min(resetAt, nowSeconds), Math.min(droppedAt, nowSeconds)]
  return { ...part, resetAt: reset, droppedAt: dropped }
}

function sessionOf(
  entry: NotedEntry & { readonly kind: 'announce' },
  known: Session | undefined,
  toldSeconds: number,
): Session {
  const lastAt = Math.max(entry.at, known?.lastAt ?? 0)
  return {
    torrentId: entry.torrentId,
    // It is the same peer id.
    client: known?.client ?? clientName(entry.peerId),
    protocol: entry.protocol,
    families: withFamily(known?.families ?? [], entry.family),
    isSeeding: entry.left === 0,
    lastAt,
    nextAt: lastAt + toldSeconds,
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
  entries: ReadonlyMap<string, Remembered<T>> | undefined,
  nowSeconds: number,
): T[] {
  const recent = [...(entries?.values() ?? [])].filter(({ untilAt }) => untilAt >= nowSeconds)
  return recent.map(({ shown }) => shown).toSorted((one, other) => other.lastAt - one.lastAt)
}
