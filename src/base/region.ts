/**
 * One block of zeroed memory that all threads of the process share, committed by the kernel only as it
 * is first written.
 *
 * On Linux it is a memory file mapped MAP_SHARED and seen through koffi as a plain ArrayBuffer: copies
 * inside it are three to seven times faster than inside a SharedArrayBuffer, and its descriptor can be
 * handed to a successor process. Elsewhere it is a SharedArrayBuffer. Whoever uses it sees typed arrays
 * either way, orders its accesses with Atomics, and must not rely on Atomics.wait.
 *
 * Never post or clone a view of a memory-file region to another thread: that copies all of it. Send the
 * `RegionHandle` and call `openRegion` there.
 */
import { fstatSync } from 'node:fs'
import { type Libc, libc, viewMemory } from './libc.ts'

/** What another thread needs to see the same memory; structured-cloneable, cheap. */
export type RegionHandle =
  | {
      readonly kind: 'memory-file'
      readonly address: number
      readonly bytes: number
      readonly descriptor: number
    }
  | { readonly kind: 'shared'; readonly buffer: SharedArrayBuffer }

export type Region = {
  readonly buffer: ArrayBuffer | SharedArrayBuffer
  readonly handle: RegionHandle
}

/** A view above 4 GiB aborts the process in koffi; SharedArrayBuffers share the limit, so that both kinds agree. */
export const regionBytesMax = 4 * 1024 ** 3

/** Memory files begin at a multiple of this and are as many of them: the system can use pages of this size. */
export const hugePageBytes = 2 * 1024 * 1024

/** Which kind of region this system gets. */
export const regionKind: RegionHandle['kind'] = libc === undefined ? 'shared' : 'memory-file'

/**
 * Makes a region of at least `bytes` (a multiple of 4096, at most `regionBytesMax`).
 * Throws RegionError when the system does not give that much.
 */
export function createRegion(bytes: number, kind = regionKind): Region {
  if (bytes > regionBytesMax)
    throw new RegionError(`${bytes} bytes are more than a region can have`)
  return kind === 'shared' ? createShared(bytes) : createMemoryFile(bytes)
}

/**
 * Sees the memory file of `descriptor`, which another process made and handed on. Throws RegionError when it cannot be
 * mapped.
 */
export function adoptRegion(descriptor: number): Region {
  if (libc === undefined) throw new RegionError('memory files exist on Linux only')
  return mapMemoryFile(libc, descriptor, fstatSync(descriptor).size)
}

/**
 * Lets the memory go to whoever else has mapped it: from now on this process sees zeros that cost nothing. Views stay
 * valid.
 */
export function leaveRegion({ handle }: Region): void {
  if (handle.kind === 'shared' || libc === undefined) return
  const flags = MAP_PRIVATE_ANONYMOUS_NORESERVE | MAP_FIXED
  libc.mmap(handle.address, handle.bytes, PROT_READ_WRITE, flags, -1, 0)
  libc.close(handle.descriptor)
}

/** Sees a region made in another thread of this process. */
export function openRegion(handle: RegionHandle): Region {
  if (handle.kind === 'shared') return { buffer: handle.buffer, handle }
  return { buffer: viewMemory(handle.address, handle.bytes), handle }
}

export class RegionError extends Error {
  override readonly name = 'RegionError'
}

function createShared(bytes: number): Region {
  try {
    const buffer = new SharedArrayBuffer(bytes)
    return { buffer, handle: { kind: 'shared', buffer } }
  } catch (error) {
    throw new RegionError(`the system gave no ${bytes} bytes of shared memory`, { cause: error })
  }
}

const MFD_CLOEXEC = 1
const PROT_NONE = 0
const PROT_READ_WRITE = 1 | 2
const MAP_SHARED_NORESERVE = 0x01 | 0x4000
const MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000
const MAP_FIXED = 0x10

function createMemoryFile(wantedBytes: number): Region {
  if (libc === undefined) throw new RegionError('memory files exist on Linux only')
  const bytes = Math.ceil(wantedBytes / hugePageBytes) * hugePageBytes
  const descriptor = libc.memfdCreate('waggle-swarm', MFD_CLOEXEC)
  if (descriptor < 0) throw new RegionError(`memfd_create failed with errno ${libc.errno()}`)
  if (libc.ftruncate(descriptor, bytes) !== 0)
    throw new RegionError(`a memory file of ${bytes} bytes failed with errno ${libc.errno()}`)
  return mapMemoryFile(libc, descriptor, bytes)
}

function mapMemoryFile(calls: Libc, descriptor: number, bytes: number): Region {
  const wanted = alignedPlace(calls, bytes)
  const flags = MAP_SHARED_NORESERVE | MAP_FIXED
  const address = calls.mmap(wanted, bytes, PROT_READ_WRITE, flags, descriptor, 0)
  if (address === -1)
    throw new RegionError(`mapping ${bytes} bytes failed with errno ${calls.errno()}`)
  const handle = { kind: 'memory-file', address, bytes, descriptor } as const
  return { buffer: viewMemory(address, bytes), handle }
}

/** A place for `bytes` at a multiple of a huge page, in a reservation that is larger; the rest of it costs nothing. */
function alignedPlace(calls: Libc, bytes: number): number {
  const flags = MAP_PRIVATE_ANONYMOUS_NORESERVE
  const address = calls.mmap(0, bytes + hugePageBytes, PROT_NONE, flags, -1, 0)
  if (address === -1)
    throw new RegionError(`reserving ${bytes} bytes failed with errno ${calls.errno()}`)
  return Math.ceil(address / hugePageBytes) * hugePageBytes
}
