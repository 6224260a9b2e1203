/**
 * The last part of a start, in which threads answer clients already: the control socket and the site open. Should that fail,
 * what the threads have counted is stored.
 */
import { within } from '#base/within'
import type { BlockParts } from '#operate/api/api-parts'
import type { ControlSocket } from '#operate/control-socket'
import { offerAdministration } from './first-administrator.ts'
import { openBlockControl } from './open-blocks.ts'
import { type OpenSite, openSite, type SiteParts } from './open-site.ts'

export type DoorOptions = SiteParts & Required<Pick<BlockParts, 'handOver' | 'explain'>>

export type Doors = {
  /** Undefined in a mode with a database, which has its own. */
  readonly control: ControlSocket | undefined
  /** Undefined where it is off. */
  readonly site: OpenSite | undefined
}

/** How long the database may take to store what was counted. */
const flushMs = 4000

/** Rejects with StartError, and then no thread runs. */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const { supervisor, catalogue } = options
  try {
    return await openAll(options)
  } catch (error) {
    await supervisor.stop()
    // Not what is noted for statistics: a server that hands over settles its own still. It is in what members announce next.
    if (catalogue !== undefined) await within(catalogue.keeper.flush(), flushMs)
    throw error
  }
}

async function openAll(options: DoorOptions): Promise<Doors> {
  const { catalogue, directory, blocks, handOver, explain, log } = options
  await catalogue?.start()
  const control =
    catalogue === undefined
      ? await openBlockControl(directory, blocks, { handOver, explain })
      : undefined
  blocks.start()
  const site = await openSite(options)
  if (catalogue !== undefined && site !== undefined)
    await offerAdministration({ parts: catalogue.parts, directory, log })
  return { control, site }
}
