/**
 * Where a finished reply lies in the buffer it was written into. An encoder that writes its head
 * backwards knows both ends only when it is done, and returns them in this one record per thread.
 */
export class Span {
  /** Index of the first byte. */
  start = 0
  /** Index after the last byte. */
  end = 0
}
