/** What every page shows around its content, the same for all pages of one reply. */
import type { FastifyRequest } from 'fastify'
import type { Html } from './html.ts'
import type { AssetUrls } from './server/assets.ts'
import type { Texts } from './texts/texts.ts'

export type Tab = { readonly href: string; readonly label: string }

export type Shell = {
  readonly texts: Texts
  readonly siteName: string
  readonly assets: AssetUrls
  readonly tabs: readonly Tab[]
  /** Links at the end of the page. */
  readonly footer: readonly Tab[]
  /** The path of what the search field in the header searches; undefined where there is nothing to search. */
  readonly searchAction: string | undefined
  /** Who is logged in, as the header says it; undefined for guests. */
  readonly member: Html | undefined
}

/** `visitor` is who asks for the page: without it the header is that of a guest. */
export type MakeShell = (visitor?: FastifyRequest) => Shell
