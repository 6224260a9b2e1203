/** The times over which members are compared. Days are those of UTC, numbered from 1970 on. */

export const periods = ['all', 'year', 'month', 'yesterday'] as const
export type Period = (typeof periods)[number]

export function isPeriod(text: string): text is Period {
  return (periods as readonly string[]).includes(text)
}

/** The days of a period, the last included; `all` has none, because it is not added up from days. */
export type DayRange = { readonly firstDay: number; readonly lastDay: number }

export type DayRanges = { readonly [Name in Exclude<Period, 'all'>]: DayRange }

const yearDays = 365
const monthDays = 30

/** With `today`, but for `yesterday`, which is over. */
export function dayRanges(today: number): DayRanges {
  return {
    year: { firstDay: today - yearDays + 1, lastDay: today },
    month: { firstDay: today - monthDays + 1, lastDay: today },
    yesterday: { firstDay: today - 1, lastDay: today - 1 },
  }
}
