/**
 * The command line. Each command is made here from what `main.ts` gives it, so that the reference of the
 * command line can be written from the same program.
 */
import { Command } from 'commander'
import type { Config } from '#config/config'
import { blockCommand } from './command/block-command.ts'
import { databaseCommand } from './command/database-command.ts'
import { dnsCommand } from './command/dns-command.ts'
import { doctorCommand } from './command/doctor-command.ts'
import { explainCommand } from './command/explain-command.ts'
import { galleryCommand } from './command/gallery-command.ts'
import { handoverCommand } from './command/handover-command.ts'
import { housekeepingCommand } from './command/housekeeping-command.ts'
import { importCommand } from './command/import-command.ts'
import { memberCommand } from './command/member-command.ts'
import { pointsCommand } from './command/points-command.ts'
import { purgeCommand } from './command/purge-command.ts'
import { reconcileCommand } from './command/reconcile-command.ts'
import { statsCommand } from './command/stats-command.ts'
import { suspicionsCommand } from './command/suspicions-command.ts'
import { tokenCommand } from './command/token-command.ts'
import { torrentCommand } from './command/torrent-command.ts'
import {
  type CommandIo,
  type ConfigOptions,
  configCommand,
  loadConfigOptions,
  withConfigOptions,
} from './config-command.ts'
import type { OpenLocally } from './open-operation.ts'

export type ProgramOptions = {
  readonly version: string
  readonly io: CommandIo
  /** Runs the server until it is told to stop. `reload` reads the configuration anew. */
  readonly serve: (config: Config, reload: () => Config) => Promise<void>
  /** Opens what `waggle explain` asks where no server runs. */
  readonly explainLocally: OpenLocally
  /** Bytes that a server with this configuration sets aside for the swarms. */
  readonly regionBytes: (config: Config) => Promise<number>
}

export function createProgram(options: ProgramOptions): Command {
  const { version, io, serve, explainLocally, regionBytes } = options
  const program = new Command('waggle')
    .description('A BitTorrent tracker and torrent index')
    .version(version)
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
  withConfigOptions(program.command('serve'))
    .description('run the server')
    .action((given: ConfigOptions) =>
      serve(loadConfigOptions(given), () => loadConfigOptions(given)),
    )
  program.addCommand(torrentCommand(io))
  program.addCommand(galleryCommand(io))
  program.addCommand(blockCommand(io))
  program.addCommand(importCommand(io))
  program.addCommand(statsCommand(io))
  program.addCommand(housekeepingCommand(io))
  program.addCommand(handoverCommand(io))
  program.addCommand(purgeCommand(io))
  program.addCommand(suspicionsCommand(io))
  program.addCommand(reconcileCommand(io))
  program.addCommand(memberCommand(io))
  program.addCommand(pointsCommand(io))
  program.addCommand(tokenCommand(io))
  program.addCommand(databaseCommand(io))
  program.addCommand(dnsCommand(io))
  program.addCommand(doctorCommand(io, regionBytes))
  program.addCommand(explainCommand(io, explainLocally))
  program.addCommand(configCommand(io))
  return program
}
