/**
 * A start that must fail as an operator would want it to: exit status 1 and one line on standard error.
 */
import { expect } from 'vitest'
import { ProcessRun, type RunOptions } from './process-run.ts'
import { type Settings, settingArguments } from './waggle.ts'

export interface FailedStart {
  readonly settings: Settings
  readonly args?: readonly string[]
  /** What runs the program, if not this Node directly: `setpriv … node`, an older Node. */
  readonly prefix?: readonly string[]
}

/** Runs `serve` to its end and gives the one line that it wrote on standard error. */
export async function failedStart(start: FailedStart): Promise<string> {
  const run = new ProcessRun(serveCommand(start))
  const end = await run.end
  const lines = run.stderr.split('\n').filter((line) => line !== '')
  expect(run.stdout).not.toContain('"event":"ready"')
  expect({ ...end, lines }).toEqual({ status: 1, signal: null, lines: [expect.any(String)] })
  const [line = ''] = lines
  expect(line, 'nothing of a stack').not.toMatch(/\bat .*:\d+:\d+|node:internal/)
  return line
}

/** How `serve` is run with these settings and arguments. */
export function serveCommand({ settings, args = [], prefix }: FailedStart): RunOptions {
  const [command = process.execPath, ...before] = prefix ?? []
  const serve = ['bin/waggle.js', 'serve', ...args, ...settingArguments(settings)]
  return { command, args: [...before, ...serve] }
}
