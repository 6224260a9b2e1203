/** The moment at which the specimen pages are looked at, in unix seconds. */
export const nowSeconds = Date.UTC(2026, 10, 21, 14, 32, 7) / 1000
