/** The rules of petitions, as `petitions.*` of the configuration has them, and what follows from them. Pure. */
import type { PetitionKind, PetitionTerms } from './petition.ts'

export type PetitionRules = {
  readonly torrentThreshold: number
  readonly torrentHoldSeconds: number
  /** How long a vote counts. */
  readonly torrentDays: number
  readonly torrentPower: number
  readonly galleryThreshold: number
  readonly galleryHoldSeconds: number
  /** How long a petition stays open. */
  readonly galleryDays: number
  readonly galleryStartPower: number
  readonly galleryVotePower: number
  readonly galleryWeightMax: number
  /** The same for those whose role alone gives power 2 or more. */
  readonly galleryWeightMaxTrusted: number
  readonly appealPower: number
  readonly appealDays: number
  /** Whether the owner of a gallery may appeal with less power. */
  readonly ownerAppeals: boolean
  readonly powerPerDays: number
  readonly powerPerCompletes: number
}

export const daySeconds = 24 * 3600

export function termsOf(
  kind: PetitionKind,
  rules: PetitionRules,
  nowSeconds: number,
): PetitionTerms {
  if (kind === 'torrent')
    return {
      threshold: rules.torrentThreshold,
      holdSeconds: rules.torrentHoldSeconds,
      voteSeconds: rules.torrentDays * daySeconds,
      clearsAt: undefined,
    }
  return {
    threshold: rules.galleryThreshold,
    holdSeconds: rules.galleryHoldSeconds,
    voteSeconds: undefined,
    clearsAt: nowSeconds + rules.galleryDays * daySeconds,
  }
}

/** The least power with which one is opened. */
export function startPower(kind: PetitionKind, rules: PetitionRules): number {
  return kind === 'torrent' ? rules.torrentPower : rules.galleryStartPower
}

/** The least power with which one is voted on. */
export function votePower(kind: PetitionKind, rules: PetitionRules): number {
  return kind === 'torrent' ? rules.torrentPower : rules.galleryVotePower
}
