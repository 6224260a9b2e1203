/** What a request was, for counting: the order is that of the metrics' `action` label. */
export const Action = { connect: 0, announce: 1, scrape: 2, fullScrape: 3, other: 4 } as const
export type Action = (typeof Action)[keyof typeof Action]
