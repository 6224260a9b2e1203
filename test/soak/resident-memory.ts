/** How much memory a program and its descendants have, what they share counted once (proc(5), smaps_rollup). */
import { readdirSync, readFileSync } from 'node:fs'

/** Kilobytes. */
export function residentKilobytes(pid: number): number {
  const parents = new Map(allPids().map((one) => [one, parentOf(one)]))
  return [...parents.keys()]
    .filter((one) => isBelow(parents, one, pid))
    .reduce((sum, one) => sum + shareOf(one), 0)
}

function allPids(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
}

function isBelow(parents: ReadonlyMap<number, number>, pid: number, ancestor: number): boolean {
  for (let one = pid; one > 1; one = parents.get(one) ?? 0) if (one === ancestor) return true
  return false
}

/** A process may have ended by the time that it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parentOf(pid: number): number {
  // The name, in parentheses, may contain anything.
  return Number(
    read(`/proc/${pid}/stat`)
      .replace(/^.*\) \S /s, '')
      .split(' ')[0],
  )
}

function shareOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
}
