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

export function gateRow({ name, needed, atMost = false, measured }: Gate): string {
  const isMet = atMost ? measured <= needed : measured >= needed
  const share = needed === 0 ? measured * 100 : Math.abs(measured / needed - 1) * 100
  const missedBy = `missed by ${share.toFixed(0)} %`
  const verdict = Number.isNaN(measured) ? 'not measured' : isMet ? 'met' : missedBy
  const shown = Number.isNaN(measured) ? '–' : String(Number(measured.toPrecision(3)))
  return `| ${name} | ${atMost ? '≤' : '≥'} ${needed} | ${shown} | ${verdict} |`
}
