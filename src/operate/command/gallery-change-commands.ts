/** `waggle gallery expunge|remove|restore|set-cover`: changes one gallery. Nothing of it is deleted. */
import type { Command } from 'commander'
import { StartError } from '#base/start-error'
import type { GalleryState } from '#index/galleries/gallery'
import type { ApiClient } from '../api/api-client.ts'
import {
  removeGalleryCover,
  setGalleryCover,
  setGalleryState,
} from '../api/gallery-change-routes.ts'
import type { GalleryJson } from '../api/gallery-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { galleryId } from './gallery-id.ts'
import { outcomeLine } from './gallery-text.ts'
import { readPicture } from './read-picture.ts'
import { withGalleries } from './with-galleries.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

type StateChange = {
  readonly command: string
  readonly description: string
  readonly state: GalleryState
  /** What the gallery is afterwards. */
  readonly outcome: string
}

const changes: readonly StateChange[] = [
  {
    command: 'expunge',
    description: 'keep a gallery out of lists, except for who looks for expunged ones',
    state: 'expunged',
    outcome: 'expunged',
  },
  {
    command: 'remove',
    description: 'take a gallery out of all lists; its torrents work on',
    state: 'removed',
    outcome: 'removed',
  },
  {
    command: 'restore',
    description: 'bring a gallery back that was expunged or removed',
    state: 'live',
    outcome: 'restored',
  },
]

export function addGalleryChanges(gallery: Command, io: CommandIo): void {
  for (const change of changes) addStateChange(gallery, io, change)
  withOperationOptions(gallery.command('set-cover'))
    .description('give a gallery a cover, or take it away')
    .argument('<id>', 'its number', galleryId)
    .argument('[file]', 'a JPEG, PNG or WebP')
    .option('--none', 'take the cover away')
    .action((id: number, file: string | undefined, options: CoverOptions) =>
      setCover(id, file, options, io),
    )
}

function addStateChange(gallery: Command, io: CommandIo, change: StateChange): void {
  const command = withOperationOptions(gallery.command(change.command))
    .description(change.description)
    .argument('<id>', 'its number', galleryId)
    .action((id: number, options: OperationOptions & { readonly reason?: string }) =>
      tell(io, options, change.outcome, (client) =>
        client.call(setGalleryState, {
          params: { id },
          body: { state: change.state, reason: options.reason },
        }),
      ),
    )
  if (change.state !== 'live')
    command.requiredOption('--reason <text>', 'why; whoever comes to its page is told')
}

type CoverOptions = OperationOptions & { readonly none?: boolean }

async function setCover(
  id: number,
  file: string | undefined,
  options: CoverOptions,
  io: CommandIo,
): Promise<void> {
  if ((file === undefined) === (options.none !== true))
    throw new StartError('name a picture, or take the cover away with --none')
  const picture = file === undefined ? undefined : await readPicture(file)
  const params = { id }
  await tell(io, options, picture === undefined ? 'uncovered' : 'covered', (client) =>
    picture === undefined
      ? client.call(removeGalleryCover, { params })
      : client.call(setGalleryCover, { params, bytes: picture }),
  )
}

async function tell(
  io: CommandIo,
  options: OperationOptions,
  outcome: string,
  perform: (client: ApiClient) => Promise<GalleryJson>,
): Promise<void> {
  await withGalleries(options, io, async (client) => {
    const changed = await perform(client)
    io.out(
      options.json === true ? jsonLine({ outcome, ...changed }) : outcomeLine(outcome, changed),
    )
  })
}
