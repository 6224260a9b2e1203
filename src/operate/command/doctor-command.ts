/** `waggle doctor`: whether this machine has what the configuration needs, and what to change where it has not. */
import { Command } from 'commander'
import type { Config } from '#config/config'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding, Outcome } from '../doctor/finding.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

/** Writes an object on a line for each finding with `--json`. The exit status is 1 where something fails. */
export function doctorCommand(
  io: CommandIo,
  regionBytes: (config: Config) => Promise<number>,
): Command {
  return withOperationOptions(new Command('doctor'))
    .description(
      'check what a server needs of this machine, with or without one running, and say what to change; the exit status is 1 where something fails',
    )
    .action(async (options: OperationOptions) => {
      const config = loadConfigOptions(options)
      const hasDatabase = io.hasDatabase(config)
      const findings = await examine({
        config,
        hasDatabase,
        regionBytes: await regionBytes(config),
      })
      for (const finding of findings)
        io.out(options.json === true ? jsonLine(finding) : findingText(finding))
      if (findings.some(({ outcome }) => outcome === 'fail')) io.setExitStatus(1)
    })
}

const marks: Readonly<Record<Outcome, string>> = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' }

function findingText({ check, outcome, text, remedy }: Finding): string {
  const line = `${marks[outcome]}  ${check.padEnd(14)}  ${text}\n`
  return remedy === '' ? line : `${line}${' '.repeat(22)}-> ${remedy}\n`
}
