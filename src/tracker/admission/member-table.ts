/**
 * The members as the threads see them: whether an announce that names one may speak for them. Threads read the words as they
 * are and take no lock. While main writes a key somebody may see a part of it, which is nobody's key: whoever has the
 * new one has it only after all of it was written.
 */
import { memberIdMax } from '#base/limits'
import type { Region } from '#base/region'
import { Failure } from '#tracker/wire/failure'
import { keyMarkBytes, writeKeyMark } from '#tracker/wire/key-mark'
import { MemberEntry, MemberState, memberEntryAt, memberStateMask } from './member-layout.ts'
import { readSharedText, type SharedText } from './shared-text.ts'

export class MemberTable {
  readonly #words: Int32Array
  readonly #mark = new Int32Array(keyMarkBytes / 4)

  constructor(region: Region) {
    this.#words = new Int32Array(region.buffer)
  }

  /** What an announce of this member with these 4 words of key is refused with, or `none`. */
  admit(memberId: number, keyWords: Int32Array): Failure {
    const entry = memberEntryAt(memberId > memberIdMax ? 0 : memberId)
    const state = (this.#words[entry + MemberEntry.state] as number) & memberStateMask
    if (state === MemberState.none) return Failure.keyUnknown
    // Only who has the key hears how its owner stands.
    if (!this.#isKey(entry, keyWords)) return Failure.keyReset
    if (state === MemberState.active) return Failure.none
    return state === MemberState.suspended ? Failure.memberSuspended : Failure.memberBanned
  }

  /** Whether a key that is not the member's is the one that they had before. */
  isOldKey(memberId: number, keyWords: Int32Array): boolean {
    const mark = this.#mark
    writeKeyMark(keyWords, mark)
    const at = memberEntryAt(memberId) + MemberEntry.oldKeyMark
    return this.#words[at] === mark[0] && this.#words[at + 1] === mark[1]
  }

  /** Reads why the member is kept out; it has length 0 where nothing is told. */
  readReason(memberId: number, into: SharedText): void {
    const entry = memberEntryAt(memberId)
    readSharedText(this.#words, entry + MemberEntry.state, entry + MemberEntry.reason, into)
  }

  /** It takes the same time however much of the key is right. */
  #isKey(entry: number, keyWords: Int32Array): boolean {
    const words = this.#words
    const at = entry + MemberEntry.key
    let difference = 0
    for (let word = 0; word < 4; word++)
      difference |= (words[at + word] as number) ^ (keyWords[word] as number)
    return difference === 0
  }
}
