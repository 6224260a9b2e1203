/** What docs/privacy.md says may be found, read from its table. */
import { readFileSync } from 'node:fs'
import { projectRoot } from '../support/process-run.ts'

export type Promised = {
  readonly what: string
  readonly where: string
}

const modes = ['open', 'registered', 'gallery'] as const
export type Mode = (typeof modes)[number]

const heads = ['What', 'Where', 'Mode', 'Why', 'For how long']

/** The rows for a mode. Throws an Error for a table that cannot be read. */
export function promisesOf(mode: Mode): Promised[] {
  const [head = [], , ...rows] = tableRows()
  if (head.join() !== heads.join()) throw new Error(`the table begins with ${head.join()}`)
  return rows.flatMap((cells) => {
    const [what = '', where = '', in_ = '', why = '', howLong = ''] = cells
    if (why === '' || howLong === '') throw new Error(`${what}: why, and for how long?`)
    if (!isIn(mode, in_)) return []
    const places = [...where.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place)
    if (places.length === 0) throw new Error(`${what}: where?`)
    return places.map((place) => ({ what, where: place }))
  })
}

/** `all`, or modes with commas between them. */
function isIn(mode: Mode, cell: string): boolean {
  if (cell === 'all') return true
  const named = cell.split(', ')
  for (const name of named)
    if (!modes.some((one) => one === name)) throw new Error(`no mode: ${name}`)
  return named.includes(mode)
}

function tableRows(): string[][] {
  const text = readFileSync(`${projectRoot}docs/privacy.md`, 'utf8')
  const [, table = ''] = /\n## What is written down\n[\s\S]*?\n((?:\|.*\n)+)/.exec(text) ?? []
  return table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
