/**
 * A session: a browser in which a member is logged in. No address is kept of it. Times are rounded to the hour, which
 * is enough to find one that is not one's own and says little about anybody's day.
 */
import type { Client } from './client.ts'

const hourSeconds = 3600
const daySeconds = 24 * hourSeconds

/** A browser that was not here for as long has to log in again. */
const idleSeconds = 30 * daySeconds

/** And so has every one after this time. */
export const sessionSeconds = 90 * daySeconds

export type Session = {
  readonly id: number
  readonly memberId: number
  readonly createdAt: number
  readonly seenAt: number
  readonly client: Client
}

export type NewSession = Omit<Session, 'id'> & {
  /** Of its secret. */
  readonly digest: Uint8Array
  /** Of the password that it begins with. */
  readonly passwordHash: string
}

/** Sessions that began or were last seen before these have ended. */
export type SessionEnds = { readonly createdBefore: number; readonly seenBefore: number }

export function sessionEnds(nowSeconds: number): SessionEnds {
  return { createdBefore: nowSeconds - sessionSeconds, seenBefore: nowSeconds - idleSeconds }
}

export function hasEnded({ createdAt, seenAt }: Session, nowSeconds: number): boolean {
  const { createdBefore, seenBefore } = sessionEnds(nowSeconds)
  return createdAt < createdBefore || seenAt < seenBefore
}

export function beginningOfHour(seconds: number): number {
  return seconds - (seconds % hourSeconds)
}

export function beginningOfDay(seconds: number): number {
  return seconds - (seconds % daySeconds)
}
