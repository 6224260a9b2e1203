/**
 * Main's hand in the table of members: a key that is reset, a member who is suspended or banned is refused by every thread
 * with the next announce, because threads read the words that are written here.
 */
import { assert } from '#base/assert'
import { memberIdMax } from '#base/limits'
import type { Region } from '#base/region'
import { memberKeyBytes } from '#tracker/wire/announce-path'
import { failureDetailBytesMax } from '#tracker/wire/failure-detail'
import { keyMarkBytes } from '#tracker/wire/key-mark'
import {
  MemberEntry,
  MemberState,
  memberEntryAt,
  memberStateBits,
  memberStateMask,
  memberTexts,
} from './member-layout.ts'
import { TextHeap } from './text-heap.ts'

export type MemberStanding = {
  readonly state: 'active' | 'suspended' | 'banned'
  /** What clients are told of it, where that is public. */
  readonly reason?: string | undefined
}

const states = {
  active: MemberState.active,
  suspended: MemberState.suspended,
  banned: MemberState.banned,
} as const

export class MemberTableWriter {
  /** Members in the table. */
  count = 0
  readonly #words: Int32Array
  readonly #texts: TextHeap
  readonly #key = new Uint8Array(memberKeyBytes)
  readonly #keyWords = new Int32Array(this.#key.buffer)
  readonly #mark = new Uint8Array(keyMarkBytes)
  readonly #markWords = new Int32Array(this.#mark.buffer)

  constructor(region: Region) {
    this.#words = new Int32Array(region.buffer)
    this.#texts = new TextHeap({ words: this.#words, ...memberTexts })
  }

  /** The member's key from now on, 16 letters and digits. False where ids have no room for the member. */
  setKey(memberId: number, key: string): boolean {
    if (!hasRoomFor(memberId)) return false
    assert(key.length === memberKeyBytes, 'a key has its length')
    for (let byte = 0; byte < memberKeyBytes; byte++) this.#key[byte] = key.charCodeAt(byte)
    const at = memberEntryAt(memberId) + MemberEntry.key
    for (let word = 0; word < 4; word++)
      Atomics.store(this.#words, at + word, this.#keyWords[word] as number)
    return true
  }

  /** By which the key is known that the member had before; 8 bytes. */
  setOldKeyMark(memberId: number, mark: Uint8Array): void {
    if (!hasRoomFor(memberId)) return
    assert(mark.length === keyMarkBytes, 'a mark has its length')
    this.#mark.set(mark)
    const at = memberEntryAt(memberId) + MemberEntry.oldKeyMark
    for (let word = 0; word < this.#markWords.length; word++)
      Atomics.store(this.#words, at + word, this.#markWords[word] as number)
  }

  /** How the member stands from now on. */
  setStanding(memberId: number, { state, reason = '' }: MemberStanding): void {
    this.#change(memberId, states[state], reason)
  }

  /** Nobody speaks for the member any more. */
  remove(memberId: number): void {
    this.#change(memberId, MemberState.none, '')
  }

  #change(memberId: number, state: MemberState, reason: string): void {
    if (!hasRoomFor(memberId)) return
    const words = this.#words
    const entry = memberEntryAt(memberId)
    const before = words[entry + MemberEntry.state] as number
    const unit = words[entry + MemberEntry.reason] as number
    const next = this.#texts.write(reason, failureDetailBytesMax)
    Atomics.store(words, entry + MemberEntry.reason, next)
    const changes = (before >>> memberStateBits) + 1
    Atomics.store(words, entry + MemberEntry.state, (changes << memberStateBits) | state)
    // Who read the old text finds that the state has changed, and reads again.
    this.#texts.free(unit)
    this.count += presence(state) - presence(before & memberStateMask)
  }
}

function hasRoomFor(memberId: number): boolean {
  return memberId >= 1 && memberId <= memberIdMax
}

function presence(state: number): number {
  return state === MemberState.none ? 0 : 1
}
