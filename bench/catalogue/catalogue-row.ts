/** One page that is measured. */
import type { Catalogue } from './open-catalogue.ts'

export type CatalogueRow = {
  readonly what: string
  /** Of a deep page, which its mark makes different on each database. */
  readonly path: string | ((catalogue: Catalogue) => Promise<string>)
}
