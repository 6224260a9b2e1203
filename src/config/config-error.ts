/**
 * What is wrong with a configuration: all of it at once, one line per problem, so that an operator
 * corrects the file in one go. A line says where the value came from, which key, what it holds, and
 * what to write instead. Passwords in addresses are never repeated.
 */

/** What kind of problem it is, for scripts and tests; stable, unlike the words. */
export type ConfigProblemCode =
  | 'unreadable_file'
  | 'invalid_toml'
  | 'invalid_override'
  | 'unknown_key'
  | 'invalid_value'
  | 'conflicting_values'

export interface ConfigProblem {
  readonly code: ConfigProblemCode
  /** The key it is about, as written; missing when it is about a whole file or option. */
  readonly key?: string
  /** The line for the operator, without its end. */
  readonly line: string
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'invalid_config'
  readonly problems: readonly ConfigProblem[]

  /** `problems` must not be empty. The message is their lines. */
  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => problem.line).join('\n'))
    this.problems = problems
  }
}

/** Characters of a value that a message repeats. */
const shownCharactersMax = 80

/** A value as a message may show it: short, on one line, and without a password. */
export function showValue(value: unknown): string {
  const text = withoutPasswords(JSON.stringify(value) ?? String(value))
  return text.length <= shownCharactersMax ? text : `${text.slice(0, shownCharactersMax)}…`
}

/** Replaces the password of every address in `text` by three stars. */
export function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s/:@"]*):[^\s"]*@/g, '$1:***@')
}
