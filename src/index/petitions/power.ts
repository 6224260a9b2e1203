/**
 * How much a member's vote weighs: something for the role, for the time they have been here, and for what they did well.
 * Those who moderate decide alone, and so theirs weighs as much as a whole petition. Pure.
 */
import { mayDo, type Role } from '#index/members/role'
import type { PetitionKind } from './petition.ts'
import { daySeconds, type PetitionRules } from './petition-rules.ts'

/** What it is made of; the parts are whole numbers. */
export type Power = {
  readonly total: number
  readonly role: number
  readonly age: number
  /** Petitions of theirs that came into force by votes. */
  readonly petitions: number
  /** Downloads of their uploads that others have finished. */
  readonly uploads: number
}

/** What it is made from. */
export type PowerFacts = {
  readonly role: Role
  readonly createdAt: number
  readonly goodPetitions: number
  readonly torrentCompletes: number
}

const moderatorPower = 100
export const agePowerMax = 3
/** For petitions and uploads together. */
export const deedsPowerMax = 5

export function powerOf(
  { role, createdAt, goodPetitions, torrentCompletes }: PowerFacts,
  rules: PetitionRules,
  nowSeconds: number,
): Power {
  if (mayDo(role, 'moderate'))
    return { total: moderatorPower, role: moderatorPower, age: 0, petitions: 0, uploads: 0 }
  const ofRole = mayDo(role, 'publish') ? 2 : 1
  const days = Math.max(0, nowSeconds - createdAt) / daySeconds
  const age = Math.min(agePowerMax, Math.floor(days / rules.powerPerDays))
  const petitions = Math.min(deedsPowerMax, goodPetitions)
  const deserved = Math.floor(torrentCompletes / rules.powerPerCompletes)
  const uploads = Math.min(deedsPowerMax - petitions, deserved)
  return { total: ofRole + age + petitions + uploads, role: ofRole, age, petitions, uploads }
}

/** How much of it counts in one vote. */
export function weightOf(kind: PetitionKind, power: Power, rules: PetitionRules): number {
  if (kind === 'torrent') return power.total
  const most = power.role >= 2 ? rules.galleryWeightMaxTrusted : rules.galleryWeightMax
  return Math.min(power.total, most)
}
