/**
 * `waggle config`: looks at a configuration without starting a server. Every command that reads one
 * takes the same two options, so they are made here too.
 */
import { accessSync, constants } from 'node:fs'
import { Command } from 'commander'
import type { Config } from '#config/config'
import { ConfigError } from '#config/config-error'
import { loadConfig } from '#config/load'
import { printConfig } from '#config/print'
import { configReference } from '#config/reference'
import { configWarnings } from '#config/warnings'

/** What the program gives its commands: where they write, how they say that they failed, and what a mode has. */
export interface CommandIo {
  /** Writes to standard output; `text` brings its own line ends. */
  out(text: string): void
  /** Writes to standard error. */
  err(text: string): void
  /** Sets the status that the process ends with; 0 unless it is called. */
  setExitStatus(status: number): void
  /** Whether the mode of this configuration keeps torrents in a database. */
  readonly hasDatabase: (config: Config) => boolean
  /** Whether the torrents of this mode are those of galleries. */
  readonly hasGalleries: (config: Config) => boolean
}

/** What commander gives an action of a command with `withConfigOptions`. */
export interface ConfigOptions {
  readonly config?: string
  readonly set: readonly string[]
}

/** Adds `--config FILE` and the repeatable `--set key=value` to a command. */
export function withConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'read the configuration from this TOML file')
    .option('--set <key=value>', 'override one key; may be repeated', collect, [])
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

/** Reads the configuration that the options name. Throws ConfigError. */
export function loadConfigOptions({ config, set }: ConfigOptions): Config {
  return loadConfig({ file: config, overrides: set })
}

/** `waggle config print|check|reference`. */
export function configCommand(io: CommandIo): Command {
  const command = new Command('config').description('look at the configuration')
  withConfigOptions(command.command('print'))
    .description('print the configuration in force, as TOML')
    .action((options: ConfigOptions) => {
      withProblemsTold(io, () => io.out(printConfig(loadConfigOptions(options))))
    })
  withConfigOptions(command.command('check'))
    .description('check the configuration and say what to correct')
    .action((options: ConfigOptions) => {
      withProblemsTold(io, () => check(io, loadConfigOptions(options)))
    })
  // It reads no configuration; its options are taken so that a script can give them to every command.
  withConfigOptions(command.command('reference'))
    .description('print every key with its default, as a TOML file to start from')
    .action(() => io.out(configReference()))
  return command
}

function check(io: CommandIo, config: Config): void {
  for (const warning of [...configWarnings(config), ...unreadableFiles(config)]) {
    io.err(`warning: ${warning}\n`)
  }
  io.out('configuration is good\n')
}

/** Runs `work`; a ConfigError becomes its lines and the exit status 1. */
function withProblemsTold(io: CommandIo, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    io.err(`${error.message}\n`)
    io.setExitStatus(1)
  }
}

/** Only a warning: the server may run as somebody who can read what the one who checks cannot. */
function unreadableFiles({ tracker, blocks }: Config): string[] {
  const files = [
    ['tracker.tls_certificate', tracker.tlsCertificate],
    ['tracker.tls_key', tracker.tlsKey],
    ['blocks.networks_file', blocks.networksFile],
    ['blocks.clients_file', blocks.clientsFile],
    ['blocks.info_hashes_file', blocks.infoHashesFile],
  ] as const
  return files
    .filter(([, file]) => file !== '' && !isReadable(file))
    .map(([key, file]) => `${key} = "${file}": cannot be read; make sure that the server can`)
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}
