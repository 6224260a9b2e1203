/**
 * Where everything stands in the region of the members' keys: an entry of 32 bytes for each id that there may be, found
 * by the id itself, and the reasons that those who are kept out are told.
 *
 *   header │ entry 0 (nobody's) │ entry 1 │ entry 2 │ … │ texts
 *
 * The system gives memory as it is written, so ids that nobody has take none. Offsets are in words (4 bytes).
 */
import { assert } from '#base/assert'
import { memberIdMax, memberReasonsMax } from '#base/limits'
import { createRegion, type Region, regionBytesMax } from '#base/region'
import { textClassCount, textUnitWords } from './table-layout.ts'

/** Words of an entry. */
export const MemberEntry = {
  /** A MemberState, and above it a number that changes with every change of state or reason. */
  state: 0,
  /** 4 words. */
  key: 1,
  /** Unit of the block with the public reason of suspension or ban; 0 for none. */
  reason: 5,
  /** 2 words: the mark of the key before today's (see `key-mark.ts`); zeros where there was none. */
  oldKeyMark: 6,
} as const

export const memberEntryWords = 8

/** `none`: no announce names this member. */
export const MemberState = { none: 0, active: 1, suspended: 2, banned: 3 } as const
export type MemberState = (typeof MemberState)[keyof typeof MemberState]
export const memberStateBits = 2
export const memberStateMask = (1 << memberStateBits) - 1

const headerWords = 1024
const entriesEnd = headerWords + (memberIdMax + 1) * memberEntryWords

/** The first unit of texts, and the first that is beyond the region. */
export const memberTexts = {
  textsUnit: entriesEnd / textUnitWords,
  textsEndUnit: entriesEnd / textUnitWords + memberReasonsMax * 2 ** (textClassCount - 1),
} as const

const regionBytes = Math.ceil((memberTexts.textsEndUnit * textUnitWords * 4) / 4096) * 4096

/** The word at which the entry of a member begins, whose id is 1 to `memberIdMax`. */
export function memberEntryAt(memberId: number): number {
  return headerWords + memberId * memberEntryWords
}

/** The memory, empty: there are no members. Throws RegionError where the system does not give it. */
export function createMemberRegion(kind?: Region['handle']['kind']): Region {
  return createRegion(regionBytes, kind)
}

assert(regionBytes < regionBytesMax, 'the table of members fits a region')
assert(entriesEnd % textUnitWords === 0, 'texts begin at a unit')
