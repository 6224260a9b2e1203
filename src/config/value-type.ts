/**
 * The kinds of value a configuration key can hold. Each is a Zod schema together with the words
 * that say what is allowed: the same words stand in the reference and in the message to an operator
 * whose value is refused, so the two cannot disagree. Every schema works in both directions
 * (`z.encode`), because the effective configuration is also printed.
 */
import * as z from 'zod'
import { parseAnnounceUrl, parseBaseUrl } from './base-url.ts'
import { parseContact } from './contact.ts'
import { formatListenAddress, type ListenAddress, parseListenAddress } from './listen-address.ts'
import { formatNetwork, type Network, parseNetwork } from './network.ts'
import { formatOtherTracker, type OtherTracker, parseOtherTracker } from './other-tracker.ts'
import type { Reading } from './reading.ts'

/** How a value is written in TOML; `--set` uses it to read a bare word. */
export type ValueKind = 'boolean' | 'integer' | 'text' | 'list' | 'boolean or list'

export interface ValueType<Value, Written> {
  readonly schema: z.ZodType<Value, Written>
  readonly kind: ValueKind
  /** Completes "must be …". */
  readonly allowed: string
}

/** Entries of one list: each is read at start, and may be looked through for every connection. */
const listEntriesMax = 64

export function boolean(): ValueType<boolean, boolean> {
  const allowed = 'true or false'
  return { schema: z.boolean(`must be ${allowed}, without quotes`), kind: 'boolean', allowed }
}

/** A whole number in a range. The unit is in the key's name. */
export function integer(min: number, max: number): ValueType<number, number> {
  const allowed = `a whole number from ${min} to ${max}`
  const error = `must be ${allowed}`
  const schema = z
    .number(error)
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, error)
  return { schema, kind: 'integer', allowed }
}

/** A list of numbers of days, [] too. */
export function dayNumbers(max: number, countMax: number): ValueType<readonly number[], number[]> {
  const allowed = `a list of up to ${countMax} whole numbers from 1 to ${max}, such as [60, 83]`
  const error = `must be ${allowed}`
  const day = z
    .number(error)
    .refine((value) => Number.isInteger(value) && value >= 1 && value <= max, error)
  return { schema: z.array(day, error).max(countMax, error), kind: 'list', allowed }
}

/** One of a few words. `refusals` says more about words that are known but not taken. */
export function oneOf<const Word extends string>(
  words: readonly [Word, ...Word[]],
  refusals: Readonly<Record<string, string>> = {},
): ValueType<Word, Word> {
  const allowed = listed(words.map((word) => JSON.stringify(word)))
  const error = ({ input }: { readonly input?: unknown }): string => {
    const known = typeof input === 'string' && Object.hasOwn(refusals, input)
    return (known ? refusals[input] : undefined) ?? `must be ${allowed}`
  }
  return { schema: z.enum(words, { error }), kind: 'text', allowed }
}

export function path(): ValueType<string, string> {
  const allowed = 'a path, relative to the directory the program is started in'
  const error = `must be ${allowed}`
  return { schema: z.string(error).min(1, error), kind: 'text', allowed }
}

export function optionalPath(): ValueType<string, string> {
  const allowed = 'a path, relative to the directory the program is started in, or "" for none'
  return { schema: z.string(`must be ${allowed}`), kind: 'text', allowed }
}

export function listenAddress(): ValueType<ListenAddress, string> {
  const allowed = 'an address and a port, IPv6 in brackets; port 0 lets the system choose'
  return { schema: listenAddressSchema, kind: 'text', allowed }
}

export function listenAddresses(): ValueType<readonly ListenAddress[], string[]> {
  const allowed = 'a list of addresses with ports, IPv6 in brackets; [] for none'
  return { schema: listOf(listenAddressSchema, allowed), kind: 'list', allowed }
}

/** Which of the addresses that other keys list: all of them, none, or those that are named. */
export function someListenAddresses(): ValueType<
  boolean | readonly ListenAddress[],
  boolean | string[]
> {
  const allowed = 'true for all, false for none, or a list of addresses with ports'
  const written = z.union([z.boolean(), z.array(z.string())], `must be ${allowed}`)
  const schema = z.codec(written, z.custom<boolean | readonly ListenAddress[]>(), {
    decode: (value, context) => {
      if (typeof value === 'boolean') return value
      const { data, error } = listenAddresses().schema.safeParse(value)
      if (error === undefined) return data
      for (const { message, path: place } of error.issues)
        context.issues.push({ code: 'custom', message, input: value, path: place })
      return z.NEVER
    },
    encode: (value) => (typeof value === 'boolean' ? value : value.map(formatListenAddress)),
  })
  return { schema, kind: 'boolean or list', allowed }
}

export function networks(): ValueType<readonly Network[], string[]> {
  const allowed = 'a list of addresses or networks; [] for none'
  return { schema: listOf(networkSchema, allowed), kind: 'list', allowed }
}

/** The public address of the site, or "". */
export function siteUrl(): ValueType<string, string> {
  const allowed = 'an address that begins with http:// or https://, or "" for none'
  const schema = fromText(`must be ${allowed}`, parseSiteUrl, (url) => url)
  return { schema, kind: 'text', allowed }
}

/** A word or a few, for people. */
export function shortText(charactersMax: number): ValueType<string, string> {
  const allowed = `1 to ${charactersMax} characters on one line`
  const error = `must be ${allowed}`
  const schema = z
    .string(error)
    .max(charactersMax, error)
    .regex(/^[^\p{C}]*[^\p{C}\s][^\p{C}]*$/u, error)
  return { schema, kind: 'text', allowed }
}

/** A list of short names, each once. */
export function names(
  charactersMax: number,
  countMax: number,
): ValueType<readonly string[], string[]> {
  const allowed = `a list of 1 to ${countMax} different names in quotes, of ${charactersMax} characters at most`
  const error = `must be ${allowed}`
  const schema = z
    .array(shortText(charactersMax).schema, error)
    .min(1, error)
    .max(countMax, error)
    .refine((list) => new Set(list).size === list.length, error)
  return { schema, kind: 'list', allowed }
}

/** Extensions of files, without the point. */
export function extensions(): ValueType<readonly string[], string[]> {
  const allowed = 'a list of extensions in quotes, such as ["exe", "scr"]'
  const error = `must be ${allowed}`
  const schema = z
    .array(z.string(error).regex(/^[a-z0-9]{1,16}$/, error), error)
    .max(listEntriesMax, error)
  return { schema, kind: 'list', allowed }
}

/** How mail is sent, or "". */
export function mailServer(): ValueType<string, string> {
  const allowed =
    'an smtp:// or smtps:// address, such as "smtp://name:password@mail.example:587", or "" for none'
  const error = `must be ${allowed}`
  const schema = z.string(error).regex(/^(?:smtps?:\/\/[^\s/]+\/?)?$/, error)
  return { schema, kind: 'text', allowed }
}

/** An address of mail, with a name before it or not, or "". */
export function mailAddress(): ValueType<string, string> {
  const allowed = 'an address of mail, such as "Waggle <noreply@tracker.example>", or "" for none'
  const error = `must be ${allowed}`
  const schema = z
    .string(error)
    .regex(/^(?:[^<>\p{C}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)?$/u, error)
  return { schema, kind: 'text', allowed }
}

/** Where the operator can be written to, or "". */
export function contact(): ValueType<string, string> {
  const allowed = 'an address of mail, a page that begins with https:// or http://, or "" for none'
  const schema = fromText(`must be ${allowed}`, parseContact, (text) => text)
  return { schema, kind: 'text', allowed }
}

/** Trackers of others, with their credits. */
export function otherTrackers(): ValueType<readonly OtherTracker[], string[]> {
  const allowed = 'a list of texts, each an address, a space, and who keeps it; [] for none'
  const entry = fromText('must be a text in quotes', parseOtherTracker, formatOtherTracker)
  return { schema: listOf(entry, allowed), kind: 'list', allowed }
}

/** Base addresses to which `/announce` is appended. */
export function announceUrls(): ValueType<readonly string[], string[]> {
  const allowed = 'a list of addresses that begin with udp://, http:// or https://; [] for none'
  const entry = fromText('must be an address in quotes', parseAnnounceUrl, (url) => url)
  return { schema: listOf(entry, allowed), kind: 'list', allowed }
}

export function databaseUrl(): ValueType<string, string> {
  const allowed = '"sqlite:" and a file name under data.directory, or a postgres:// address'
  const error = `must be ${allowed}`
  const schema = z.string(error).regex(/^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/, error)
  return { schema, kind: 'text', allowed }
}

function parseSiteUrl(text: string): Reading<string> {
  return text === '' ? { value: '' } : parseBaseUrl(text, ['http:', 'https:'])
}

const listenAddressSchema = fromText(
  'must be an address and a port in quotes, such as "0.0.0.0:6969"',
  parseListenAddress,
  formatListenAddress,
)

const networkSchema = fromText(
  'must be an address or a network in quotes, such as "10.0.0.0/8"',
  parseNetwork,
  formatNetwork,
)

/** A value written as text: `read` gives it or its problem, `write` gives the text back. */
function fromText<Value>(
  notText: string,
  read: (text: string) => Reading<Value>,
  write: (value: Value) => string,
): z.ZodType<Value, string> {
  return z.codec(z.string(notText), z.custom<Value>(), {
    decode: (text, context) => {
      const { value, problem } = read(text)
      if (problem === undefined) return value
      context.issues.push({ code: 'custom', message: problem, input: text })
      return z.NEVER
    },
    encode: write,
  })
}

function listOf<Entry>(
  entry: z.ZodType<Entry, string>,
  allowed: string,
): z.ZodType<readonly Entry[], string[]> {
  const tooMany = `has too many entries; keep at most ${listEntriesMax}`
  return z.array(entry, `must be ${allowed}`).max(listEntriesMax, tooMany)
}

/** `a`, `a or b`, `a, b or c`. */
function listed(choices: readonly string[]): string {
  const last = choices.at(-1) ?? ''
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`
}
