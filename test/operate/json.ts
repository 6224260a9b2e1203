/** Reads parsed JSON as a program in a strict language has to: whatever is missing is an error, not undefined. */
import { expect } from 'vitest'

export type Json = { readonly [key: string]: unknown }

/** Matchers, typed as what they stand in for. */
export const someText: unknown = expect.any(String)
export const someNumber: unknown = expect.any(Number)

/** What has at least these fields. */
export function having(fields: Json): unknown {
  return expect.objectContaining(fields)
}

export function objectAt(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new Error(`${typeof value} is no object`)
  return { ...value }
}

/** The value below these names. */
export function valueAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce((inner, name) => objectAt(inner)[name], value)
}

export function textAt(value: unknown, ...names: readonly string[]): string {
  const found = valueAt(value, ...names)
  if (typeof found !== 'string') throw new Error(`${names.join('.')} is no text`)
  return found
}

export function numberAt(value: unknown, ...names: readonly string[]): number {
  const found = valueAt(value, ...names)
  if (typeof found !== 'number') throw new Error(`${names.join('.')} is no number`)
  return found
}

export function listAt(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...names)
  if (!Array.isArray(found)) throw new Error(`${names.join('.')} is no list`)
  return found
}
