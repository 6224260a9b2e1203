/**
 * The memory of the swarms: that of another process, where it is handed on and fits, or new and empty. It fits when it
 * was made for the same ceilings, keys and layout, and its stamps can express how long peers live now.
 */
import { closeSync } from 'node:fs'
import { adoptRegion, createRegion, leaveRegion, type Region } from '#base/region'
import type { Layout } from './layout.ts'
import { isPeerTimeoutPossible, stampUnitSeconds } from './swarm-clock.ts'
import { type SwarmIdentity, SwarmMemory } from './swarm-memory.ts'

export type SwarmRegionOptions = {
  readonly layout: Layout
  readonly identity: SwarmIdentity
  readonly peerTimeoutSeconds: number
  /** Descriptors of memory files that another process has filled; all that are not adopted are closed. */
  readonly handed: readonly number[]
}

export type SwarmRegion = {
  readonly region: Region
  readonly stampUnitSeconds: number
  /** Whether it is another process's, with its swarms. */
  readonly isAdopted: boolean
}

/** Throws RegionError when the system does not give the memory. */
export function openSwarmRegion(options: SwarmRegionOptions): SwarmRegion {
  const { layout, identity, peerTimeoutSeconds, handed } = options
  let adopted: SwarmRegion | undefined
  for (const descriptor of handed)
    if (adopted === undefined) adopted = adopt(descriptor, options)
    else closeSync(descriptor)
  if (adopted !== undefined) return adopted
  const region = createRegion(layout.bytes)
  const memory = new SwarmMemory(region, layout)
  const unitSeconds = stampUnitSeconds(peerTimeoutSeconds)
  memory.format()
  memory.sign(identity, unitSeconds)
  return { region, stampUnitSeconds: unitSeconds, isAdopted: false }
}

/** Undefined, and closed, where it does not fit. */
function adopt(
  descriptor: number,
  { layout, identity, peerTimeoutSeconds }: SwarmRegionOptions,
): SwarmRegion | undefined {
  const region = adoptRegion(descriptor)
  const isLargeEnough = region.buffer.byteLength >= layout.bytes
  const unitSeconds = isLargeEnough
    ? new SwarmMemory(region, layout).signedUnitSeconds(identity)
    : 0
  if (unitSeconds > 0 && isPeerTimeoutPossible(unitSeconds, peerTimeoutSeconds))
    return { region, stampUnitSeconds: unitSeconds, isAdopted: true }
  leaveRegion(region)
  return undefined
}
