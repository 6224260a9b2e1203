/** Fifty rows as on a living site: names of public-domain things, Japanese and accented ones among them. */
import { nowSeconds } from './specimen-clock.ts'

export type Row = {
  readonly id: number
  readonly name: string
  readonly addedSeconds: number
  readonly bytes: number
  readonly seeds: number
  readonly downloaders: number
  readonly completes: number
  readonly uploader: string
}

const subjects = [
  'Flora of the Lower Danube, plates 1–120, coloured',
  '東海道五十三次 全五十五図 高解像度',
  'Atlas général des côtes de Bretagne (1776)',
  'Photographs of the Paris exposition, glass negatives, volume III, with the index of plates and the corrections of the second edition',
  'Hortus Eystettensis',
  'Carta marina et descriptio septemtrionalium terrarum',
  '<script>alert("x")</script> & sons, catalogue of type',
  'Ordnance survey, six inch, sheets of Cornwall',
  'Kunstformen der Natur',
  'اطلس البلدان',
] as const

export const listRows: readonly Row[] = Array.from({ length: 50 }, (_, index) => ({
  id: 1000 - index,
  name: subjects[index % subjects.length] ?? '',
  addedSeconds: nowSeconds - 400 * (index + 1) ** 2,
  bytes: Math.round(1_700_000 * 1.19 ** ((index * 17) % 50)),
  seeds: (index * 7) % 29,
  downloaders: (index * 3) % 11,
  completes: (index * 97) % 1300,
  uploader: `member-${(index % 9) + 1}`,
}))
