/** What the pages of the registered tracker are made from. */
import type { Torrents } from '#index/torrents/torrents'
import type { MakeShell } from '../shell.ts'
import type { OperatorOptions } from './operator-options.ts'

export type RegisteredOptions = OperatorOptions & {
  readonly torrents: Torrents
  /** How often counts are stored. */
  readonly flushSeconds: number
}

/** The same, for routes. */
export type RegisteredParts = RegisteredOptions & { readonly shell: MakeShell }
