/** A configuration file that a running program reads again, and what its log says of that. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshDirectory, type Waggle } from '../support/waggle.ts'

export type LogLine = Readonly<Record<string, unknown>>

export class RunningConfig {
  readonly #directory = freshDirectory()
  readonly file = join(this.#directory, 'waggle.toml')

  write(text: string): void {
    writeFileSync(this.file, text)
  }

  /** Takes the file away, as an operator's slip would. */
  lose(): void {
    rmSync(this.file)
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true })
  }
}

/** Has the configuration read again, and gives the line in which the log tells how that went. */
export async function reload({ run }: Waggle): Promise<LogLine> {
  const seen = run.stdout.length
  run.signal('SIGHUP')
  const line = await run.line(
    (text) => /"event":"reload/.test(text) && run.stdout.includes(text, seen),
  )
  return JSON.parse(line) as LogLine
}
