/** What is done with descriptors of the system that outlive whoever uses them: sockets and memory that are handed on. */
import { assert } from './assert.ts'
import { libc } from './libc.ts'

const F_SETFD = 2
const F_DUPFD_CLOEXEC = 1030
const FD_CLOEXEC = 1
/** Standard input, output and error have the first three. */
const firstFree = 3

/** Another descriptor of the same, for somebody who closes what he is given. */
export function duplicate(descriptor: number): number {
  assert(libc !== undefined, 'descriptors are handed on under Linux only')
  const copy = libc.fcntl(descriptor, F_DUPFD_CLOEXEC, firstFree)
  assert(copy >= 0, 'the system has one more descriptor')
  return copy
}

/** Programs that this one starts do not get it. */
export function keepToOurselves(descriptor: number): void {
  libc?.fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}
