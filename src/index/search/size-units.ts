/** Sizes as people write them: `700MB`, `1.5 GiB`, `2g`. */

const binary = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 } as const
const decimal = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 } as const

const form = /^(?<digits>\d{1,15}(?:\.\d{1,6})?)\s?(?<prefix>[kmgtp]?)(?<unit>i?b?)$/iv

/** Bytes; undefined where the text is no size. `GB` is 10^9, `GiB` and `G` are 2^30. */
export function parseSize(text: string): number | undefined {
  const { digits, prefix = '', unit = '' } = form.exec(text)?.groups ?? {}
  if (digits === undefined) return undefined
  const scale = prefix.toLowerCase() as keyof typeof binary
  if (scale === '' && unit.toLowerCase().startsWith('i')) return undefined
  const factor = unit.toLowerCase() === 'b' ? decimal[scale] : binary[scale]
  const bytes = Math.round(Number(digits) * factor)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
