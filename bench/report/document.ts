/**
 * docs/benchmarks.md. A run replaces the sections that it measured and the gates that they decide, and leaves
 * the others as they are; each section says when and from which commit it is.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commit, machine } from './machine.ts'
import { gateHead, gateRow, type Section, table } from './section.ts'

const file = join(import.meta.dirname, '../../docs/benchmarks.md')
const gatesTitle = 'Gates'
const order = [
  gatesTitle,
  'UDP',
  'Registered torrents',
  'HTTP',
  'Latency',
  'Memory',
  'Pauses',
  'Floods',
  'Restarts',
  'Catalogue',
  'Galleries',
  'Announces of members',
  'Statistics of members',
  'Simulation of members',
  'Toplists',
]

const opening = [
  '# Benchmarks',
  '',
  'Written by `npm run bench` (see `bench/`); do not edit it. Figures of one machine are worth little on',
  'another, the ratios between trackers are worth more: they come from rounds that alternate in one session,',
  'server on core 0, load on core 1, and count the CPU time of the server (all its threads, user and system).',
  'A figure is a median, with the least and the most of its rounds in brackets; † counts the rounds in which',
  'something else had more than 8 % of a core, though such rounds are run again, up to three times.',
  '',
  'To repeat it: Linux with two cores, Node, `npm install`, `apt-get install opentracker` (its service stopped), and',
  'where they are wanted cargo and go, which build the others into `~/.cache/waggle-bench`; then `npm run bench`',
  '(`-- --quick` for a few cells in minutes, `-- --cells udp,registered,http` for some sections).',
  '',
]

export function writeDocument(sections: readonly Section[], trackers: readonly string[]): void {
  const parts = readParts()
  parts.set(gatesTitle, gates(parts.get(gatesTitle) ?? [], sections))
  const stamp = [
    `Measured ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC at ${commit()}. ${machine()}.`,
    `Trackers: ${trackers.join('; ')}.`,
    '',
  ]
  for (const { title, lines } of sections) {
    if (!order.includes(title)) throw new Error(`no place for the section ${title}`)
    parts.set(title, ['', ...stamp, ...lines, ''])
  }
  const known = order.filter((title) => parts.has(title))
  const body = known.flatMap((title) => [`## ${title}`, ...(parts.get(title) ?? [])])
  writeFileSync(file, `${[...opening, ...body].join('\n').trimEnd()}\n`)
}

/** The sections of the document as it is, by title. */
function readParts(): Map<string, string[]> {
  const parts = new Map<string, string[]>()
  if (!existsSync(file)) return parts
  let lines: string[] = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      lines = []
      parts.set(line.slice(3), lines)
    } else lines.push(line)
  }
  return parts
}

/** Where a gate's row stands in the order of the sections. */
function place(row: string): number {
  return order.findIndex((title) => row.startsWith(`| ${title} | `))
}

/** The rows of the sections that were measured are replaced, the others stay. */
function gates(before: readonly string[], sections: readonly Section[]): string[] {
  const isReplaced = (row: string): boolean =>
    sections.some(({ title }) => row.startsWith(`| ${title} | `))
  const [head = '', rule = ''] = table(gateHead, [])
  const kept = before.filter((row) => row.startsWith('| ') && row !== head && row !== rule)
  const rows = [
    ...kept.filter((row) => !isReplaced(row)),
    ...sections.flatMap(({ title, gates: own }) => own.map((gate) => gateRow(title, gate))),
  ]
  const sorted = rows.toSorted((one, other) => place(one) - place(other))
  return [
    '',
    'What every change has to keep, and what was measured.',
    '',
    head,
    rule,
    ...sorted,
    '',
  ]
}
