/** `waggle gallery add`: makes one gallery, with its cover if there is one. */
import { type Command, InvalidArgumentError } from 'commander'
import { type ApiClient, CallError } from '../api/api-client.ts'
import { setGalleryCover } from '../api/gallery-change-routes.ts'
import { addGallery } from '../api/gallery-routes.ts'
import type { GalleryJson } from '../api/gallery-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { galleryId } from './gallery-id.ts'
import { outcomeLine } from './gallery-text.ts'
import { readPicture } from './read-picture.ts'
import { withGalleries } from './with-galleries.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

type AddOptions = OperationOptions & {
  readonly title: string
  readonly owner: string
  readonly originalTitle?: string
  readonly category?: string
  readonly tag?: readonly string[]
  readonly description?: string
  readonly pages?: number
  readonly externalId?: string
  readonly newerThan?: string
  readonly id?: number
  readonly key?: string
  readonly cover?: string
}

export function addGalleryAdd(gallery: Command, io: CommandIo): void {
  withOperationOptions(gallery.command('add'))
    .description('make a gallery, and print where its torrents are announced')
    .requiredOption('--title <title>', 'what it is called')
    .requiredOption('--owner <name>', 'the member whose it is')
    .option('--original-title <title>', 'the same in its own script')
    .option('--category <name>', 'one of gallery.categories; without it the last of them')
    .option('--tag <tag...>', 'namespace:name, or a name; may be given several times')
    .option('--description <text>', 'what is said of it')
    .option('--pages <number>', 'how many pages it has', pageCount)
    .option('--external-id <id>', 'what another system calls it; a second one is the same gallery')
    .option('--newer-than <id>', 'it is a newer version of what another system calls so')
    .option('--id <number>', 'the number that its address has already', galleryId)
    .option('--key <key>', 'the 10 letters and digits beside that number')
    .option('--cover <file>', 'a JPEG, PNG or WebP')
    .action(async (options: AddOptions) => {
      const picture = options.cover === undefined ? undefined : await readPicture(options.cover)
      await withGalleries(options, io, async (client) => {
        const { outcome, gallery: added } = await client.call(addGallery, { body: bodyOf(options) })
        // What was there already stays as it is.
        const isNew = outcome === 'added' && picture !== undefined
        const made = isNew ? await withCover(client, added, picture, io) : added
        io.out(
          options.json === true
            ? jsonLine({ outcome, ...made })
            : outcomeLine(outcome, made) + addressLines(made),
        )
      })
    })
}

function bodyOf(options: AddOptions): object {
  return {
    title: options.title,
    owner: options.owner,
    original_title: options.originalTitle,
    category: options.category,
    tags: options.tag,
    description: options.description,
    pages: options.pages,
    external_id: options.externalId,
    newer_than: options.newerThan,
    id: options.id,
    key: options.key,
  }
}

/** The gallery is there, with or without its cover. */
async function withCover(
  client: ApiClient,
  added: GalleryJson,
  picture: Uint8Array,
  io: CommandIo,
): Promise<GalleryJson> {
  try {
    return await client.call(setGalleryCover, { params: { id: added.id }, bytes: picture })
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    io.err(
      `${error.message}; the gallery is made without a cover, set one with: waggle gallery set-cover ${added.id} FILE\n`,
    )
    io.setExitStatus(1)
    return added
  }
}

function addressLines({ url, announce_urls }: GalleryJson): string {
  const announce = announce_urls.map((address) => `announce  ${address}\n`)
  return `page      ${url}\n${announce.join('')}`
}

function pageCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number above 0')
}
