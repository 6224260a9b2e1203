/**
 * The configuration as the rest of the program reads it: `tracker.interval_seconds` of the file is
 * `config.tracker.intervalSeconds`, with the type that the schema gives it. A Config is frozen
 * plain data, so it can be posted to a thread as it is.
 */
import type * as z from 'zod'
import { type KeyName, keyNames, type Schema, type Section, sectionOf } from './schema.ts'

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name

/** The type of one key's value, such as `Value<'tracker.udp'>`. */
export type Value<Name extends KeyName> = z.output<Schema[Name]['schema']>

type SectionKeys<S extends Section> = Extract<KeyName, `${S}.${string}`>

type NameInSection<Name extends string> = Name extends `${string}.${infer Rest}` ? Rest : Name

type Sections = {
  readonly [S in Section]: {
    readonly [Name in SectionKeys<S> as Camel<NameInSection<Name>>]: Value<Name>
  }
}

export type Config = Sections & {
  readonly mode: Value<'mode'>
  /** The keys that the operator wrote, in the file or with `--set`; all others are defaults. */
  readonly explicitKeys: readonly KeyName[]
}

/** Whether the operator left `key` alone: a default that does not suit the machine is no error. */
export function isDefault(config: Config, key: KeyName): boolean {
  return !config.explicitKeys.includes(key)
}

/** Puts values, each already of its key's type, into the shape of a Config and freezes it. */
export function createConfig(
  values: ReadonlyMap<KeyName, unknown>,
  explicitKeys: readonly KeyName[],
): Config {
  const top: Record<string, unknown> = { explicitKeys: [...explicitKeys] }
  const sections: Record<string, Record<string, unknown>> = {}
  for (const key of keyNames) {
    const { section, name } = placeOf(key)
    const holder = section === '' ? top : (sections[section] ??= {})
    holder[name] = values.get(key)
  }
  // The one place where the names made here and the names made by the types above have to agree.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return deepFreeze({ ...top, ...sections }) as unknown as Config
}

/** The value of a key by its name in the file, for code that treats all keys alike. */
export function valueOf(config: Config, key: KeyName): unknown {
  const { section, name } = placeOf(key)
  const holder: object = section === '' ? config : config[section]
  return Object.entries(holder).find(([candidate]) => candidate === name)?.[1]
}

/** Where the value of a key stands in a Config. */
function placeOf(key: KeyName): { readonly section: Section | ''; readonly name: string } {
  const section = sectionOf(key)
  return { section, name: camelCase(key.slice(section === '' ? 0 : section.length + 1)) }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function deepFreeze<Whole extends object>(value: Whole): Whole {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
  return Object.freeze(value)
}
