/** Whether something comes about in time: for waits that must not hold up an end, and for what is refused when it takes too long. */

/** Resolves with whether `promise` was fulfilled within `timeoutMs`; the process stays alive meanwhile. */
export async function within(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), timeoutMs)
  const inTime = promise.then(
    () => true,
    () => false,
  )
  const isInTime = await Promise.race([inTime, late.promise])
  clearTimeout(timer)
  return isInTime
}
