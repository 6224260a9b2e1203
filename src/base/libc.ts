/**
 * The few calls of the C library that Node does not offer, through koffi: a memory file that all threads
 * (and a successor process) can map, an advisory lock that dies with its holder, and giving up the CPU.
 *
 * Only Linux has all of them; elsewhere `libc` is undefined and callers take their portable way. Pointers
 * travel as numbers (koffi's cheapest form), which is exact: user addresses are below 2^47.
 */
import koffi from 'koffi'

export type Libc = {
  /** memfd_create(2): a file descriptor, or -1. */
  readonly memfdCreate: (name: string, flags: number) => number
  /** ftruncate(2): 0, or -1. */
  readonly ftruncate: (descriptor: number, bytes: number) => number
  /** mmap(2): an address, or -1. */
  readonly mmap: (
    address: number,
    bytes: number,
    protection: number,
    flags: number,
    descriptor: number,
    offset: number,
  ) => number
  /** munmap(2): 0, or -1. */
  readonly munmap: (address: number, bytes: number) => number
  /** flock(2): 0, or -1. */
  readonly flock: (descriptor: number, operation: number) => number
  /** sched_yield(2): 0. */
  readonly schedYield: () => number
  /** The errno of this thread's last failed call. */
  readonly errno: () => number
}

function loadLibc(): Libc | undefined {
  if (process.platform !== 'linux') return undefined
  const library = koffi.load(null)
  return {
    memfdCreate: library.func('int memfd_create(const char *, unsigned int)'),
    ftruncate: library.func('int ftruncate(int, int64_t)'),
    mmap: library.func('intptr_t mmap(intptr_t, size_t, int, int, int, int64_t)'),
    munmap: library.func('int munmap(intptr_t, size_t)'),
    flock: library.func('int flock(int, int)'),
    schedYield: library.func('int sched_yield()'),
    errno: () => koffi.errno(),
  }
}

/** The C library on Linux, undefined elsewhere. */
export const libc = loadLibc()

/** An ArrayBuffer over `bytes` of this process's memory at `address`; the memory must stay mapped. */
export function viewMemory(address: number, bytes: number): ArrayBuffer {
  return koffi.view(address, bytes)
}
