/** A part of the site: its tabs in the header, its links in the footer and its routes. A mode is made of sections. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Html } from './html.ts'
import type { MakeShell, Tab } from './shell.ts'
import type { Texts } from './texts/texts.ts'

export type Section = {
  /** `visitor` is who asks for the page; undefined for a page that is the same for everybody. */
  readonly tabs: (texts: Texts, visitor?: FastifyRequest) => readonly Tab[]
  /** Its links at the end of every page. */
  readonly footer?: (texts: Texts) => readonly Tab[]
  /** The path of the list that the search field in the header of all pages searches. */
  readonly searchAction?: string
  /** What the header says at its right to somebody who is logged in; what the sections say stands in their order. */
  readonly memberLine?: (texts: Texts, visitor: FastifyRequest) => Html | undefined
  /** `shell` is asked for with each reply, because a reload may change it. */
  readonly register: (site: FastifyInstance, shell: MakeShell) => void
}
