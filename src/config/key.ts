/** A key of the configuration, and the ways to write one down: `schema.ts` and the files beside it are made of them. */
import type { ValueType } from './value-type.ts'

export interface Key<Value, Written> extends ValueType<Value, Written> {
  /** As it would be written in the file. */
  readonly default: Written
  /** The default of the registered mode, where that is another one. */
  readonly registeredDefault?: Written
  /** Sentences for the reference: what it does, and when to change it. */
  readonly doc: string
  /** A reload brings a change into force; otherwise it takes a restart. */
  readonly live: boolean
}

export function atRestart<Value, Written>(
  type: ValueType<Value, Written>,
  initial: NoInfer<Written>,
  doc: readonly string[],
): Key<Value, Written> {
  return { ...type, default: initial, doc: doc.join(' '), live: false }
}

/** The same key with another default in the registered mode. */
export function inRegistered<Value, Written>(
  initial: NoInfer<Written>,
  key: Key<Value, Written>,
): Key<Value, Written> {
  return { ...key, registeredDefault: initial }
}

export function onReload<Value, Written>(
  type: ValueType<Value, Written>,
  initial: NoInfer<Written>,
  doc: readonly string[],
): Key<Value, Written> {
  return { ...type, default: initial, doc: doc.join(' '), live: true }
}
