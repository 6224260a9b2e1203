/** The rules of petitions as they are configured by default. */
import type { PetitionRules } from '#index/petitions/petition-rules'

export const petitionRules: PetitionRules = {
  torrentThreshold: 100,
  torrentHoldSeconds: 0,
  torrentDays: 7,
  torrentPower: 1,
  galleryThreshold: 100,
  galleryHoldSeconds: 900,
  galleryDays: 7,
  galleryStartPower: 5,
  galleryVotePower: 2,
  galleryWeightMax: 30,
  galleryWeightMaxTrusted: 40,
  appealPower: 10,
  appealDays: 7,
  ownerAppeals: false,
  powerPerDays: 120,
  powerPerCompletes: 50,
}
