/** What the galleries are told of the configuration in force. */
import type { Config } from '#config/config'
import type { GallerySettings } from '#operate/api/create-gallery-parts'
import type { Addresses } from './addresses.ts'
import { announceBasesOf } from './published-addresses.ts'

export type GallerySettingsOptions = {
  /** A reload may change it. */
  readonly current: () => Config
  readonly addresses: Addresses
  readonly dataDirectory: string
}

export function gallerySettingsOf({
  current,
  addresses,
  dataDirectory,
}: GallerySettingsOptions): GallerySettings {
  return {
    dataDirectory,
    categories: () => current().gallery.categories,
    announceBases: () => announceBasesOf(current(), addresses),
    uploadRules: () => current().upload,
    uploadLimit: () => current().limits,
    petitionRules: () => current().petitions,
    purgeRules: () => current().purge,
    siteName: () => current().site.name,
  }
}
