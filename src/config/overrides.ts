/**
 * Reads `--set key=value`. The value is TOML where it is TOML (`true`, `12`, `["a", "b"]`,
 * `"text"`) and otherwise the text itself, so that nobody has to quote for TOML inside a shell's
 * quotes. For a key that can hold a list, one bare text is a list of one.
 */
import { parse } from 'smol-toml'
import type { ConfigProblem } from './config-error.ts'
import type { GivenValue } from './given-value.ts'
import { isKeyName, keyFacts } from './schema.ts'
import type { ValueKind } from './value-type.ts'

const overrideOrigin = '--set'

export interface ReadOverrides {
  readonly given: readonly GivenValue[]
  readonly problems: readonly ConfigProblem[]
}

/** Reads every `key=value`; a later one for the same key counts. */
export function readOverrides(overrides: readonly string[]): ReadOverrides {
  const given = new Map<string, GivenValue>()
  const problems: ConfigProblem[] = []
  for (const text of overrides) {
    const equals = text.indexOf('=')
    const key = text.slice(0, Math.max(0, equals)).trim()
    if (key === '') {
      problems.push(notKeyAndValue(text))
      continue
    }
    const kind = isKeyName(key) ? keyFacts(key).kind : undefined
    const value = readValue(text.slice(equals + 1).trim(), kind)
    if (takesList(kind) && typeof value === 'string' && looksLikeList(value)) {
      problems.push(unquotedList(key, value))
      continue
    }
    given.set(key, { key, value: asKind(value, kind), origin: overrideOrigin })
  }
  return { given: [...given.values()], problems }
}

function readValue(text: string, kind: ValueKind | undefined): unknown {
  const value = parseTomlValue(text)
  // A path or a name may look like a number or a date: only quotes make TOML of a text.
  if (value === undefined || (kind === 'text' && typeof value !== 'string')) return text
  return value
}

function asKind(value: unknown, kind: ValueKind | undefined): unknown {
  if (Array.isArray(value) || !takesList(kind)) return value
  return kind === 'boolean or list' && typeof value === 'boolean' ? value : [value]
}

function takesList(kind: ValueKind | undefined): boolean {
  return kind === 'list' || kind === 'boolean or list'
}

function parseTomlValue(text: string): unknown {
  try {
    const table = parse(`value = ${text}`)
    // More than one name means that the text went on after the value: it is not one value.
    return Object.keys(table).length === 1 ? table['value'] : undefined
  } catch {
    return undefined
  }
}

/** A list that lost its quotes to the shell; `[::1]:80` ends in a port, so it is none. */
function looksLikeList(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']')
}

function notKeyAndValue(text: string): ConfigProblem {
  const problem = 'is not key=value; write it like --set log.level=debug'
  const line = `${overrideOrigin} ${JSON.stringify(text)}: ${problem}`
  return { code: 'invalid_override', line }
}

function unquotedList(key: string, text: string): ConfigProblem {
  const entries = text.slice(1, -1).split(',')
  const quoted = entries.map((entry) => JSON.stringify(entry.trim().replaceAll('"', ''))).join(', ')
  const problem = 'is a list without quotes (the shell removes them)'
  const line = `${overrideOrigin} ${key}=${text}: ${problem}; write --set '${key}=[${quoted}]'`
  return { code: 'invalid_override', key, line }
}
