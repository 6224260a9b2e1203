/** Calls of the C library that only the load needs, beside those of `src/base/libc.ts`. */
import koffi from 'koffi'
import { type Libc, libc } from '../../src/base/libc.ts'

const library = koffi.load(null)

type Connect = (descriptor: number, address: Uint8Array, length: number) => number
type ClockGettime = (clock: number, into: BigInt64Array) => number

const connectCall = library.func('int connect(int, const void *, unsigned int)') as Connect
const clockGettime = library.func('int clock_gettime(int, void *)') as ClockGettime

const CLOCK_THREAD_CPUTIME_ID = 3

export function connect(descriptor: number, address: Uint8Array): number {
  return connectCall(descriptor, address, address.length)
}

/** The libc of the linux driver. Throws an Error elsewhere than on Linux. */
export function linuxLibc(): Libc {
  if (libc === undefined) throw new Error('the benchmark calls the C library of Linux')
  return libc
}

const time = new BigInt64Array(2)

/** Nanoseconds of CPU time of the calling thread. */
export function threadCpuNanoseconds(): number {
  clockGettime(CLOCK_THREAD_CPUTIME_ID, time)
  return Number(time[0]) * 1e9 + Number(time[1])
}
