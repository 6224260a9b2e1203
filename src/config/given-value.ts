/**
 * A value that the operator wrote, under the key as written, before anything is known about either.
 */
export interface GivenValue {
  readonly key: string
  readonly value: unknown
  /** Where it was written, for messages: a file's path, or `--set`. */
  readonly origin: string
}
