/** `waggle gallery list|show`: which galleries there are, and everything of one. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { galleryStates } from '#index/galleries/gallery'
import type { ApiClient } from '../api/api-client.ts'
import { findGallery, listGalleries } from '../api/gallery-routes.ts'
import type { GalleryJson } from '../api/gallery-schemas.ts'
import { pageMax } from '../api/torrent-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { galleryId } from './gallery-id.ts'
import { galleryHead, galleryRow, galleryText } from './gallery-text.ts'
import { withGalleries } from './with-galleries.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

type ListOptions = OperationOptions & { readonly state: string; readonly limit?: number }

export function addGalleryViews(gallery: Command, io: CommandIo): void {
  withOperationOptions(gallery.command('list'))
    .description('list galleries, oldest first')
    .addOption(
      new Option('--state <state>', 'which').choices([...galleryStates, 'all']).default('live'),
    )
    .option('--limit <number>', 'how many at most', count)
    .action(async (options: ListOptions) => {
      await withGalleries(options, io, async (client) => {
        if (options.json !== true) io.out(galleryHead)
        for await (const one of galleriesOf(client, options))
          io.out(options.json === true ? jsonLine(one) : galleryRow(one))
      })
    })
  withOperationOptions(gallery.command('show'))
    .description('show everything of a gallery')
    .argument('<id>', 'its number', galleryId)
    .action(async (id: number, options: OperationOptions) => {
      await withGalleries(options, io, async (client) => {
        const found = await client.call(findGallery, { params: { id } })
        io.out(options.json === true ? jsonLine(found) : galleryText(found))
      })
    })
}

async function* galleriesOf(
  client: ApiClient,
  { state, limit = Number.POSITIVE_INFINITY }: ListOptions,
): AsyncGenerator<GalleryJson> {
  let after: number | undefined
  let left = limit
  do {
    const query = { state, after, limit: Math.min(left, pageMax) }
    const page = await client.call(listGalleries, { query })
    yield* page.galleries
    left -= page.galleries.length
    after = page.next ?? undefined
  } while (after !== undefined && left > 0)
}

function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number above 0')
}
