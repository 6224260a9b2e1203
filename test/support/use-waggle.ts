/**
 * One running program for all tests of a `describe`: started before the first, ended after the last,
 * and ended well, whatever the tests did to it.
 */
import { afterAll, beforeAll, expect } from 'vitest'
import { startWaggle, type Waggle, type WaggleOptions } from './waggle.ts'

const hookTimeoutMs = 30_000

/** Gives the running program; to be called inside tests only. */
export function useWaggle(options: WaggleOptions): () => Waggle {
  let waggle: Waggle | undefined
  beforeAll(async () => {
    waggle = await startWaggle(options)
  }, hookTimeoutMs)
  afterAll(async () => {
    expect(await waggle?.stop()).toEqual({ status: 0, signal: null })
  }, hookTimeoutMs)
  return () => {
    if (waggle === undefined) throw new Error('the program is not running')
    return waggle
  }
}
