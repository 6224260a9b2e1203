/** What the doctor found about one thing, and what to do about it. */

export type Outcome = 'ok' | 'warn' | 'fail'

export type Finding = {
  /** What was looked at: stable names for scripts. */
  readonly check: string
  readonly outcome: Outcome
  /** A sentence without its full stop. */
  readonly text: string
  /** What to change, as a command or a key where there is one; empty where nothing is to be done. */
  readonly remedy: string
}

export function ok(check: string, text: string): Finding {
  return { check, outcome: 'ok', text, remedy: '' }
}

/** It works, but not as well or as safely as it could. */
export function warn(check: string, text: string, remedy: string): Finding {
  return { check, outcome: 'warn', text, remedy }
}

/** The server does not start, or does not do what it is for. */
export function fail(check: string, text: string, remedy: string): Finding {
  return { check, outcome: 'fail', text, remedy }
}
