/** Records as lines of a zone file (RFC 1035, section 5). */
import type { ZoneRecord } from './zone-records.ts'

/** Bytes of one string of a TXT record; there may be several. */
const stringBytesMax = 255

export function zoneText(records: readonly ZoneRecord[]): string {
  const nameWidth = Math.max(...records.map(({ name }) => name.length))
  const typeWidth = Math.max(...records.map(({ type }) => type.length))
  const lines = records.map((record) => {
    const { name, type } = record
    return `${name.padEnd(nameWidth)}  ${type.padEnd(typeWidth)}  ${dataOf(record)}\n`
  })
  return lines.join('')
}

function dataOf({ type, value }: ZoneRecord): string {
  return type === 'TXT' ? stringsOf(value).join(' ') : value
}

/** Cut after a space, so that it does not matter how a client joins them. */
function stringsOf(text: string): string[] {
  const strings: string[] = []
  let rest = text
  while (rest.length > stringBytesMax) {
    const end = rest.lastIndexOf(' ', stringBytesMax - 1) + 1
    strings.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return [...strings, rest].map((one) => `"${one}"`)
}
