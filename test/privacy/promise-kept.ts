/** Holds what was found against docs/privacy.md: nothing is anywhere else, and nothing is listed that is not there. */
import { expect } from 'vitest'
import type { Marks } from './marks.ts'
import type { Place } from './places.ts'
import { type Mode, type Promised, promisesOf } from './promise.ts'
import { type Finding, search } from './search.ts'

/** What holds columns, or repeats them: the files of SQLite, their copies, and the indexes of the search. */
const repeatsColumns = (where: string): boolean =>
  /^(?:waggle|copy)\.db|^(?:torrent|gallery|gallery_file)_words_/.test(where)

/** Columns of numbers alone: they are there where they hold any. */
const numbered = ['completion', 'vote on a petition', 'who invited a member']

/** What takes the place of these leaves them in unused parts of the file, as the page says below its table. */
const replaced = ['torrent key that was reset', 'feed token that was replaced']

export function expectPromiseKept(mode: Mode, places: readonly Place[], marks: Marks): void {
  const findings = search(places, marks.all)
  const promises = promisesOf(mode)
  expectNothingElse(findings, places, promises)
  const isThere = ({ what, where }: Promised): boolean =>
    findings.some((one) => one.what === what && one.where === where) ||
    (numbered.includes(what) && holdsNumber(places, where))
  const idle = promises.filter((promise) => !isThere(promise))
  expect(idle, 'docs/privacy.md lists what is not there').toEqual([])
}

/** Somebody who is gone has left nothing. */
export function expectNothingLeft(places: readonly Place[], marks: Marks): void {
  expectNothingElse(search(places, marks.all), places, [])
}

function expectNothingElse(
  findings: readonly Finding[],
  places: readonly Place[],
  promises: readonly Promised[],
): void {
  const columns = new Set(places.filter(({ isColumn }) => isColumn).map(({ where }) => where))
  const isPromised = ({ what, where }: Finding): boolean =>
    (replaced.includes(what) && where.startsWith('waggle.db')) ||
    promises.some((one) => {
      const isThere = one.where === where || (repeatsColumns(where) && columns.has(one.where))
      return one.what === what && isThere
    })
  const leaks = findings.filter((one) => !isPromised(one))
  // One of a kind is enough to see what it is.
  const kinds = Map.groupBy(leaks, ({ what, where }) => `${what} in ${where}`)
  expect([...kinds.values()].map(([first]) => first?.told)).toEqual([])
}

function holdsNumber(places: readonly Place[], where: string): boolean {
  return places.some((place) => place.where === where && /[1-9]/.test(place.bytes.toString()))
}
