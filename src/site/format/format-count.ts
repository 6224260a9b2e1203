/** Numbers for readers: thousands apart, and as many digits as say something. */

const formats = new Map<string, Intl.NumberFormat>()

/** `1,234,567`. */
export function formatCount(locale: string, count: number): string {
  return formatOf(locale, 0).format(count)
}

/** A rate: `0`, `0.4`, `9.5`, `1,235`. Below ten, one digit after the point tells a little from nothing. */
export function formatRate(locale: string, rate: number): string {
  return formatOf(locale, rate !== 0 && rate < 9.95 ? 1 : 0).format(rate)
}

function formatOf(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  formats.set(key, format)
  return format
}
