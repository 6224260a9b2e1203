/**
 * Runs commands of the real program, as an operator or a script does: in this process, because starting one takes longer
 * than most commands do, or in one of their own.
 */
import { type Command, CommanderError } from 'commander'
import { createCommandLine, isAdvice } from '#command-line'
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

  /** Starts a command in a process of its own and leaves it running. */
  start(...words: readonly string[]): ProcessRun {
    const args = ['bin/waggle.js', ...this.#arguments(words)]
    const user = this.#userId === undefined ? {} : { userId: this.#userId }
    return new ProcessRun({ command: process.execPath, args, ...user })
  }

  /** Runs a command in a process of its own to its end. */
  async runAlone(...words: readonly string[]): Promise<CommandResult> {
    const run = this.start(...words)
    const { status } = await run.end
    return { status, out: run.stdout, err: run.stderr }
  }

  async run(...words: readonly string[]): Promise<CommandResult> {
    return this.#userId === undefined
      ? await runHere(this.#arguments(words))
      : await this.runAlone(...words)
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

  #arguments(words: readonly string[]): readonly string[] {
    return [...words, ...settingArguments(this.settings)]
  }
}

async function runHere(words: readonly string[]): Promise<CommandResult> {
  const result = { status: 0, out: '', err: '' }
  const out = (text: string): void => void (result.out += text)
  const err = (text: string): void => void (result.err += text)
  const setExitStatus = (status: number): void => void (result.status = status)
  const program = createCommandLine({ out, err, setExitStatus })
  for (const command of [program, ...commandsOf(program)])
    command.exitOverride().configureOutput({ writeOut: out, writeErr: err })
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (isAdvice(error)) err(`${error.message}\n`)
    else if (!(error instanceof CommanderError)) throw error
    setExitStatus(1)
  }
  return result
}

function commandsOf(command: Command): readonly Command[] {
  return command.commands.flatMap((one) => [one, ...commandsOf(one)])
}

/** One value a line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}
