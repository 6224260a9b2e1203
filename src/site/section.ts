/** A part of the site: its tabs in the header and its routes. A mode is made of sections. */
import type { FastifyInstance } from 'fastify'
import type { Shell, Tab } from './shell.ts'
import type { Texts } from './texts/texts.ts'

export type Section = {
  readonly tabs: (texts: Texts) => readonly Tab[]
  /** The path of the list that the search field in the header of all pages searches. */
  readonly searchAction?: string
  /** `shell` is asked for with each reply, because a reload may change it. */
  readonly register: (site: FastifyInstance, shell: () => Shell) => void
}
