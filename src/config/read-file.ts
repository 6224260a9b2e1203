/**
 * Reads a TOML file into given values: the table `[tracker]` with the key `udp` gives
 * `tracker.udp`.
 */
import { readFileSync } from 'node:fs'
import { parse, TomlDate, TomlError, type TomlTable } from 'smol-toml'
import { ConfigError, type ConfigProblemCode } from './config-error.ts'
import type { GivenValue } from './given-value.ts'
import { isKeyName, isSection } from './schema.ts'

/** Throws ConfigError (`unreadable_file`, `invalid_toml`) with a line that names the place. */
export function readFile(file: string): GivenValue[] {
  const table = parseToml(file, readText(file))
  return Object.entries(table).flatMap(([section, value]) => {
    const entries = isTable(value) && !isKeyName(section) ? Object.entries(value) : undefined
    // An empty table is only of interest when there is no such section.
    if (entries === undefined || (entries.length === 0 && !isSection(section))) {
      return [{ key: section, value, origin: file }]
    }
    return entries.map(([name, inner]) => ({
      key: `${section}.${name}`,
      value: inner,
      origin: file,
    }))
  })
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = reasonOf(error)
    throw failure(
      'unreadable_file',
      `${file}: cannot be read (${reason}); name a readable file with --config, ` +
        `or make one with: waggle config reference > ${file}`,
    )
  }
}

function parseToml(file: string, text: string): TomlTable {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // The first line of the message is the reason, the others draw the place, which a number tells.
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? ''
    throw failure(
      'invalid_toml',
      `${file}:${error.line}:${error.column}: is not valid TOML: ${reason}; correct this line`,
    )
  }
}

function failure(code: ConfigProblemCode, line: string): ConfigError {
  return new ConfigError([{ code, line }])
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'its permissions forbid it'
  if (code === 'EISDIR') return 'it is a directory'
  return String(code ?? error)
}

function isTable(value: unknown): value is Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null
  return isObject && !Array.isArray(value) && !(value instanceof TomlDate)
}
