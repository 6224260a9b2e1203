/**
 * Assertions for our own bugs, in the shipped code. A failed one ends the thread it happened in and
 * the supervisor starts a new one; it never tells a client anything. What a client or an operator can
 * cause is a value or a coded error, not an assertion.
 */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** Throws AssertionError with `message` unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}
