/**
 * The command line. Each command is made here from what `main.ts` gives it, so that the reference of the
 * command line can be written from the same program.
 */
import { Command } from 'commander'
import type { Config } from '#config/config'
import { blockCommand } from './command/block-command.ts'
import { databaseCommand } from './command/database-command.ts'
import { dnsCommand } from './command/dns-command.ts'
import { galleryCommand } from './command/gallery-command.ts'
import { housekeepingCommand } from './command/housekeeping-command.ts'
import { importCommand } from './command/import-command.ts'
import { memberCommand } from './command/member-command.ts'
import { reconcileCommand } from './command/reconcile-command.ts'
import { statsCommand } from './command/stats-command.ts'
import { tokenCommand } from './command/token-command.ts'
import { torrentCommand } from './command/torrent-command.ts'
import {
  type CommandIo,
  type ConfigOptions,
  configCommand,
  loadConfigOptions,
  withConfigOptions,
} from './config-command.ts'

export type ProgramOptions = {
  readonly version: string
  readonly io: CommandIo
  /** Runs the server until it is told to stop. `reload` reads the configuration anew. */
  readonly serve: (config: Config, reload: () => Config) => Promise<void>
}

export function createProgram({ version, io, serve }: ProgramOptions): Command {
  const program = new Command('waggle')
    .description('A BitTorrent tracker and torrent index')
    .version(version)
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
  withConfigOptions(program.command('serve'))
    .description('run the server')
    .action((options: ConfigOptions) =>
      serve(loadConfigOptions(options), () => loadConfigOptions(options)),
    )
  program.addCommand(torrentCommand(io))
  program.addCommand(galleryCommand(io))
  program.addCommand(blockCommand(io))
  program.addCommand(importCommand(io))
  program.addCommand(statsCommand(io))
  program.addCommand(housekeepingCommand(io))
  program.addCommand(reconcileCommand(io))
  program.addCommand(memberCommand(io))
  program.addCommand(tokenCommand(io))
  program.addCommand(databaseCommand(io))
  program.addCommand(dnsCommand(io))
  program.addCommand(configCommand(io))
  return program
}
