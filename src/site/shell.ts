/** What every page shows around its content, the same for all pages of one reply. */
import type { AssetUrls } from './server/assets.ts'
import type { Texts } from './texts/texts.ts'

export type Tab = { readonly href: string; readonly label: string }

export type Shell = {
  readonly texts: Texts
  readonly siteName: string
  readonly assets: AssetUrls
  readonly tabs: readonly Tab[]
  /** The path of what the search field in the header searches; undefined where there is nothing to search. */
  readonly searchAction: string | undefined
}
