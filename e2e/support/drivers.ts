/* The drivers of Waggle's sockets; every scenario holds on each of them. */
export const drivers = ['portable', 'linux'] as const

export type Driver = (typeof drivers)[number]
