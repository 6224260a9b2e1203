/** The transaction of a flush. */
import type { Transaction } from 'kysely'
import type { Access } from '../access.ts'
import type { EngineName } from '../engine.ts'
import type { Tables } from '../tables.ts'

export type Flushing = {
  readonly transaction: Transaction<Tables>
  readonly engine: EngineName
  readonly lock: Access['lock']
}
