/** Opens the database for a command where no server runs. */
import { systemClock } from '#base/clock'
import type { Config } from '#config/config'
import { openDatabase } from '#index/storage/open-database'
import { announceBases } from './announce-bases.ts'
import type { ApiClient } from './api/api-client.ts'
import type { ApiParts } from './api/api-parts.ts'
import { createApiParts } from './api/create-api-parts.ts'
import type { GallerySettings } from './api/create-gallery-parts.ts'
import { createLocalClient } from './api/local-client.ts'
import { registerApi } from './api/register-api.ts'
import type { DataDirectory } from './data-directory.ts'
import { openLocalBlocks } from './open-local-blocks.ts'
import { removeSetUpLink } from './set-up-link.ts'
import { siteAddress } from './site-address.ts'
import { withStorageTold } from './with-storage-told.ts'

export type OpenLocalOptions = {
  readonly config: Config
  readonly directory: DataDirectory
  readonly hasGalleries: boolean
  /** A database of an older version stays one. */
  readonly keepsSchema: boolean
}

/** Closing the client unlocks the directory. Rejects with StartError. */
export async function openLocally(options: OpenLocalOptions): Promise<ApiClient> {
  const { directory } = options
  try {
    const parts = await openParts(options)
    return await createLocalClient(
      (local, onFault) =>
        registerApi(local, { parts, door: 'operator', isLimited: false, onFault }),
      async () => {
        await parts.database.close()
        directory.unlock()
      },
    )
  } catch (error) {
    directory.unlock()
    throw error
  }
}

async function openParts({
  config,
  directory,
  hasGalleries,
  keepsSchema,
}: OpenLocalOptions): Promise<ApiParts> {
  const { idleDays } = config.torrents
  const blocks = await openLocalBlocks(config, directory, true)
  const opening = openDatabase({
    url: config.database.url,
    dataDirectory: directory.path,
    clock: systemClock,
    // Whoever sits at a terminal sees sooner that it is not there.
    connectSeconds: 0,
    keepsSchema,
  })
  return createApiParts({
    database: await withStorageTold(opening),
    blocks,
    clock: systemClock,
    // No tracker runs here that would have to know, or has counted anything.
    changes: { changed: () => {} },
    flush: () => Promise.resolve(),
    idleDays: () => idleDays,
    live: () => undefined,
    room: () => Number.POSITIVE_INFINITY,
    siteAddress: () => siteAddress(config.site.url, config.site.listen),
    administratorMade: () => removeSetUpLink(directory),
    gallery: hasGalleries ? gallerySettings(config, directory) : undefined,
  })
}

function gallerySettings(config: Config, directory: DataDirectory): GallerySettings {
  return {
    dataDirectory: directory.path,
    categories: () => config.gallery.categories,
    announceBases: () => announceBases(config.tracker),
    uploadRules: () => config.upload,
    uploadLimit: () => config.limits,
    petitionRules: () => config.petitions,
    purgeRules: () => config.purge,
    siteName: () => config.site.name,
  }
}
