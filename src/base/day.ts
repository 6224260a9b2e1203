/** Days, as statistics count them: since 1970, in UTC. */

const daySeconds = 86_400

export function dayOf(unixSeconds: number): number {
  return Math.floor(unixSeconds / daySeconds)
}

/** Unix seconds at which it begins. */
export function beginningOf(day: number): number {
  return day * daySeconds
}
