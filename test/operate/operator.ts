/** Runs commands of the real program, as an operator or a script does. */
import { ProcessRun } from '../support/process-run.ts'
import { type Settings, settingArguments } from '../support/waggle.ts'

export type CommandResult = {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export class Operator {
  readonly settings: Settings
  readonly #userId: number | undefined

  /** What the server's configuration says of the database and the data directory. */
  constructor(settings: Settings, userId?: number) {
    this.settings = settings
    this.#userId = userId
  }

  /** The same as another user, which only root can be. */
  as(userId: number): Operator {
    return new Operator(this.settings, userId)
  }

  /** Starts a command and leaves it running. */
  start(...words: readonly string[]): ProcessRun {
    const args = ['bin/waggle.js', ...words, ...settingArguments(this.settings)]
    const user = this.#userId === undefined ? {} : { userId: this.#userId }
    return new ProcessRun({ command: process.execPath, args, ...user })
  }

  async run(...words: readonly string[]): Promise<CommandResult> {
    const run = this.start(...words)
    const { status } = await run.end
    return { status, out: run.stdout, err: run.stderr }
  }

  /** Runs a command that must succeed, and gives what it printed. */
  async good(...words: readonly string[]): Promise<string> {
    const { status, out, err } = await this.run(...words)
    if (status !== 0) throw new Error(`waggle ${words.join(' ')} ended with ${status}: ${err}`)
    return out
  }

  /** Runs a command that must succeed with `--json`, and gives the objects that it printed. */
  async json(...words: readonly string[]): Promise<unknown[]> {
    return jsonLines(await this.good(...words, '--json'))
  }
}

/** One value a line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}
