/**
 * The calls of the C library that Node does not offer, through koffi: memory that all threads (and a
 * successor process) can map, an advisory lock that dies with its holder, and sockets that are read and
 * written in batches.
 *
 * Only Linux has all of them; elsewhere `libc` is undefined and callers take their portable way. Pointers
 * travel as numbers (koffi's cheapest form), which is exact: user addresses are below 2^47. A failed call
 * gives -1, and `errno` says why.
 */
import koffi from 'koffi'

type Call<Arguments extends readonly unknown[]> = (...given: Arguments) => number

export type Libc = {
  readonly memfdCreate: Call<[name: string, flags: number]>
  readonly ftruncate: Call<[descriptor: number, bytes: number]>
  readonly mmap: Call<
    [
      address: number,
      bytes: number,
      protection: number,
      flags: number,
      descriptor: number,
      offset: number,
    ]
  >
  readonly madvise: Call<[address: number, bytes: number, advice: number]>
  readonly flock: Call<[descriptor: number, operation: number]>
  readonly schedYield: Call<[]>
  readonly close: Call<[descriptor: number]>
  readonly dup2: Call<[descriptor: number, place: number]>
  readonly socket: Call<[domain: number, type: number, protocol: number]>
  readonly setsockopt: Call<
    [descriptor: number, level: number, name: number, value: Uint8Array, length: number]
  >
  readonly bind: Call<[descriptor: number, address: Uint8Array, length: number]>
  readonly listen: Call<[descriptor: number, backlog: number]>
  readonly accept4: Call<[descriptor: number, address: number, length: number, flags: number]>
  readonly shutdown: Call<[descriptor: number, how: number]>
  readonly recv: Call<[descriptor: number, buffer: number, bytes: number, flags: number]>
  readonly send: Call<[descriptor: number, buffer: number, bytes: number, flags: number]>
  readonly recvmmsg: Call<
    [descriptor: number, headers: number, count: number, flags: number, timeout: number]
  >
  readonly sendmmsg: Call<[descriptor: number, headers: number, count: number, flags: number]>
  readonly fcntl: Call<[descriptor: number, command: number, value: number]>
  readonly sendmsg: Call<[descriptor: number, header: number, flags: number]>
  readonly getsockname: Call<[descriptor: number, address: Uint8Array, length: Uint8Array]>
  readonly getsockopt: Call<
    [descriptor: number, level: number, name: number, value: Uint8Array, length: Uint8Array]
  >
  readonly prctl: Call<[option: number, value: number]>
  readonly waitpid: Call<[process: number, status: Uint8Array, options: number]>
  readonly adjtimex: Call<[timex: Uint8Array]>
  readonly epollCreate1: Call<[flags: number]>
  readonly epollCtl: Call<[epoll: number, operation: number, descriptor: number, event: number]>
  readonly epollWait: Call<[epoll: number, events: number, count: number, milliseconds: number]>
  /** Ends the process with all its threads, and runs nothing of it any more: `_exit`. */
  readonly exit: Call<[status: number]>
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
    madvise: library.func('int madvise(intptr_t, size_t, int)'),
    flock: library.func('int flock(int, int)'),
    schedYield: library.func('int sched_yield()'),
    close: library.func('int close(int)'),
    dup2: library.func('int dup2(int, int)'),
    socket: library.func('int socket(int, int, int)'),
    setsockopt: library.func('int setsockopt(int, int, int, const void *, unsigned int)'),
    bind: library.func('int bind(int, const void *, unsigned int)'),
    listen: library.func('int listen(int, int)'),
    accept4: library.func('int accept4(int, intptr_t, intptr_t, int)'),
    shutdown: library.func('int shutdown(int, int)'),
    recv: library.func('intptr_t recv(int, intptr_t, size_t, int)'),
    send: library.func('intptr_t send(int, intptr_t, size_t, int)'),
    recvmmsg: library.func('int recvmmsg(int, intptr_t, unsigned int, int, intptr_t)'),
    sendmmsg: library.func('int sendmmsg(int, intptr_t, unsigned int, int)'),
    fcntl: library.func('int fcntl(int, int, intptr_t)'),
    sendmsg: library.func('intptr_t sendmsg(int, intptr_t, int)'),
    getsockname: library.func('int getsockname(int, void *, void *)'),
    getsockopt: library.func('int getsockopt(int, int, int, void *, void *)'),
    prctl: library.func('int prctl(int, unsigned long)'),
    waitpid: library.func('int waitpid(int, void *, int)'),
    adjtimex: library.func('int adjtimex(void *)'),
    epollCreate1: library.func('int epoll_create1(int)'),
    epollCtl: library.func('int epoll_ctl(int, int, int, intptr_t)'),
    epollWait: library.func('int epoll_wait(int, intptr_t, int, int)'),
    exit: library.func('void _exit(int)'),
    errno: () => koffi.errno(),
  }
}

/** The C library on Linux, undefined elsewhere. */
export const libc = loadLibc()

/** An ArrayBuffer over `bytes` of this process's memory at `address`; the memory must stay mapped. */
export function viewMemory(address: number, bytes: number): ArrayBuffer {
  return koffi.view(address, bytes)
}

/** Whether the system has this shared library. */
export function canLoad(library: string): boolean {
  try {
    koffi.load(library)
    return true
  } catch {
    return false
  }
}
