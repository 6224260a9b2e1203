/**
 * From the operator's words to a Config: file, then `--set`, each value read by its key's type,
 * then the rules between keys. Nothing stops at the first mistake: every problem is collected, and
 * one ConfigError tells them all.
 */
import type * as z from 'zod'
import { adaptDefaults } from './adapt-defaults.ts'
import { type Config, createConfig } from './config.ts'
import { ConfigError, type ConfigProblem, showValue } from './config-error.ts'
import type { GivenValue } from './given-value.ts'
import type { Key } from './key.ts'
import { nearestKey } from './nearest-key.ts'
import { readOverrides } from './overrides.ts'
import { readFile } from './read-file.ts'
import { rules } from './rules.ts'
import { isKeyName, isSection, type KeyName, keyFacts, keyNames } from './schema.ts'

type Facts = Key<unknown, unknown>

export interface ConfigSource {
  /** The path of a TOML file; without it every key has its default. */
  readonly file?: string | undefined
  /** `key=value` texts that count more than the file. */
  readonly overrides?: readonly string[] | undefined
}

/** Reads the configuration. Throws ConfigError, whose message has one line per problem. */
export function loadConfig({ file, overrides = [] }: ConfigSource = {}): Config {
  const fromFile = file === undefined ? [] : readFile(file)
  const { given: fromOverrides, problems } = readOverrides(overrides)
  const given = new Map<KeyName, GivenValue>()
  const found: ConfigProblem[] = [...problems]
  for (const one of [...fromFile, ...fromOverrides]) {
    if (isKeyName(one.key)) given.set(one.key, one)
    else found.push(unknownKey(one))
  }
  const { values, problems: valueProblems } = readValues(given)
  found.push(...valueProblems)

  adaptDefaults(values, given)
  const config = createConfig(values, [...given.keys()])
  const doubtful = new Set(found.map((problem) => problem.key))
  for (const rule of rules) {
    if (rule.keys.some((key) => doubtful.has(key))) continue
    const problem = rule.problem(config)
    if (problem !== undefined) found.push(conflict(rule.keys[0], given, problem))
  }
  if (found.length > 0) throw new ConfigError(found)
  return config
}

function readValues(given: ReadonlyMap<KeyName, GivenValue>): {
  readonly values: Map<KeyName, unknown>
  readonly problems: readonly ConfigProblem[]
} {
  const values = new Map<KeyName, unknown>()
  const problems: ConfigProblem[] = []
  for (const key of keyNames) {
    const facts = keyFacts(key)
    const one = given.get(key)
    // The mode is the first key.
    const initial = defaultIn(values.get('mode'), facts)
    const result = facts.schema.safeParse(one === undefined ? initial : one.value)
    if (result.success) values.set(key, result.data)
    else {
      values.set(key, facts.schema.parse(initial))
      if (one !== undefined) problems.push(...invalidValue(one, result.error))
    }
  }
  return { values, problems }
}

function defaultIn(mode: unknown, { default: initial, registeredDefault }: Facts): unknown {
  return mode === 'registered' ? (registeredDefault ?? initial) : initial
}

function invalidValue({ key, value, origin }: GivenValue, error: z.ZodError): ConfigProblem[] {
  return error.issues.map((issue) => {
    const entry = issue.path[0]
    // In a list, the entry that is wrong is shown rather than the list.
    const shown =
      Array.isArray(value) && typeof entry === 'number' ? (value[entry] as unknown) : value
    const line = `${origin}: ${key} = ${showValue(shown)}: ${issue.message}`
    return { code: 'invalid_value', key, line }
  })
}

function unknownKey({ key, origin }: GivenValue): ConfigProblem {
  const line = `${origin}: ${key}: ${whyUnknown(key)}`
  return { code: 'unknown_key', key, line }
}

function whyUnknown(key: string): string {
  if (isSection(key)) {
    return `is a section and holds no value itself; write [${key}] and its keys below it`
  }
  const nearest = nearestKey(key)
  if (nearest !== undefined) return `is not a key; did you mean ${nearest}?`
  return 'is not a key; remove it, or find the right one with: waggle config reference'
}

function conflict(
  key: KeyName,
  given: ReadonlyMap<KeyName, GivenValue>,
  problem: string,
): ConfigProblem {
  const { value, origin } = given.get(key) ?? { value: keyFacts(key).default, origin: 'default' }
  const line = `${origin}: ${key} = ${showValue(value)}: ${problem}`
  return { code: 'conflicting_values', key, line }
}
