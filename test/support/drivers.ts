/**
 * The drivers that the whole conformance suite runs on. What one of them may answer differently is
 * written beside the test that allows it.
 */
export const drivers = ['portable', 'linux'] as const
export type Driver = (typeof drivers)[number]
