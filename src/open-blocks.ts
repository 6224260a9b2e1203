/** Puts the blocks of a running server together, before its first announce is answered. */
import { systemClock } from '#base/clock'
import type { Config } from '#config/config'
import type { BlockParts } from '#operate/api/api-parts'
import { registerBlockApi } from '#operate/api/register-api'
import { ownBlocksFile } from '#operate/blocks-file'
import { type ControlSocket, openControlSocket } from '#operate/control-socket'
import { controlSocketName } from '#operate/control-socket-path'
import type { DataDirectory } from '#operate/data-directory'
import type { Health } from '#telemetry/health'
import type { Log } from '#telemetry/log'
import { BlockKeeper } from './block-keeper.ts'
import type { SwarmKeeper } from './swarm-keeper.ts'

export type BlockOptions = {
  readonly config: Config
  readonly directory: DataDirectory
  readonly swarms: SwarmKeeper
  readonly health: Health
  readonly log: Log
}

/** With everything in force that lists and the operator say. Rejects with StartError. */
export async function openBlocks(options: BlockOptions): Promise<BlockKeeper> {
  const { config, directory, swarms, health, log } = options
  const ownFile = directory.file(ownBlocksFile)
  const blocks = new BlockKeeper({ config, ownFile, swarms, clock: systemClock, health, log })
  await blocks.configure(config)
  return blocks
}

/** The control socket of a mode that has no database, and so nothing but blocks. Rejects with StartError. */
export async function openBlockControl(
  directory: DataDirectory,
  { blocks, noteFault }: BlockKeeper,
  more: Pick<BlockParts, 'handOver' | 'explain'>,
): Promise<ControlSocket> {
  return await openControlSocket({
    path: directory.file(controlSocketName),
    register: (control) =>
      registerBlockApi(control, { parts: { blocks, ...more }, onFault: noteFault }),
  })
}
