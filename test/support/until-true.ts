/** How long something that is to come true is waited for: what works does not need it, however busy the machine is. */
export const untilTrue = { timeout: 20_000, interval: 20 } as const
