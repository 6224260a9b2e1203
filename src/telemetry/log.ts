/**
 * The log: one JSON object per line on standard output. Every line has `level`, `time`, `event` (a
 * stable name to search and alert by) and `msg` (for people). Only main writes it; a tracker
 * thread, where nothing asynchronous may run, posts its events to main, which passes them to
 * `write`.
 *
 * Nothing is redacted here: keys, passwords, sessions and client addresses are not given to it.
 */
import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/** More to say about an event. An error goes under `err`; the names of every line are taken. */
export type LogFields = Readonly<Record<string, unknown>> & {
  readonly level?: never
  readonly time?: never
  readonly event?: never
  readonly msg?: never
}

export interface Log {
  /** Writes one event; `event` is snake case and never changes, `message` says what to do. */
  write(level: LogLevel, event: string, message: string, fields?: LogFields): void
  debug(event: string, message: string, fields?: LogFields): void
  info(event: string, message: string, fields?: LogFields): void
  warn(event: string, message: string, fields?: LogFields): void
  error(event: string, message: string, fields?: LogFields): void
  fatal(event: string, message: string, fields?: LogFields): void
  /** Changes the least important level that is written, on a reload. */
  setLevel(level: LogLevel | 'silent'): void
}

export interface LogOptions {
  readonly level: LogLevel | 'silent'
  /** Where lines go; standard output unless a test listens. */
  readonly stream?: DestinationStream
}

/** Characters kept while standard output takes none; later lines are dropped. */
const unwrittenCharactersMax = 1024 * 1024

/** A log. Lines are written synchronously: none is lost when the process ends. */
export function createLog({ level, stream = standardOutput() }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  )
  const write: Log['write'] = (lineLevel, event, message, fields) => {
    logger[lineLevel]({ event, ...fields }, message)
  }
  return {
    write,
    debug: (event, message, fields) => write('debug', event, message, fields),
    info: (event, message, fields) => write('info', event, message, fields),
    warn: (event, message, fields) => write('warn', event, message, fields),
    error: (event, message, fields) => write('error', event, message, fields),
    fatal: (event, message, fields) => write('fatal', event, message, fields),
    setLevel: (newLevel) => {
      logger.level = newLevel
    },
  }
}

function standardOutput(): DestinationStream {
  const stream = destination({ dest: 1, sync: true, maxLength: unwrittenCharactersMax })
  // A disk is full, say: serving is worth more than logging. pino itself survives a closed pipe.
  stream.on('error', () => {})
  return stream
}
