/** A part of the document: what one kind of cell measured, and the gates that it decides. */

export type Gate = {
  readonly name: string
  /** What has to be reached; `atMost` where less is better. */
  readonly needed: number
  readonly atMost?: boolean
  /** NaN where it could not be measured. */
  readonly measured: number
}

export type Section = {
  readonly title: string
  readonly lines: readonly string[]
  readonly gates: readonly Gate[]
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The head of the table that `gateRow` makes rows of. */
export const gateHead = ['section', 'gate', 'needed', 'measured', '']

export function gateRow(title: string, { name, needed, atMost = false, measured }: Gate): string {
  const isMet = atMost ? measured <= needed : measured >= needed
  const isMeasured = !Number.isNaN(measured)
  const shown = isMeasured ? String(Number(measured.toPrecision(3))) : '–'
  const verdict = isMet ? 'met' : missed(needed, measured)
  const bound = `${atMost ? '≤' : '≥'} ${needed}`
  return line([title, name, bound, shown, isMeasured ? verdict : 'not measured'])
}

function missed(needed: number, measured: number): string {
  if (needed === 0) return `missed by ${measured}`
  return `missed by ${Math.abs((measured / needed - 1) * 100).toFixed(1)} %`
}
