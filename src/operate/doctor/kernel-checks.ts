/** The calls of the system that the linux driver is made of, and what the system says of its clock. */
import { libc } from '#base/libc'
import type { Config } from '#config/config'
import { type Finding, fail, ok, warn } from './finding.ts'
import { systemNumber } from './system-files.ts'

const usePortable = 'write tracker.driver = "portable"'

export function kernelChecks({ tracker }: Pick<Config, 'tracker'>): Finding[] {
  if (libc === undefined) return [withoutLinux(tracker.driver)]
  const missing = missingCalls()
  const calls =
    missing.length === 0
      ? ok('kernel_calls', 'recvmmsg, sendmmsg, memfd_create and epoll work')
      : fail(
          'kernel_calls',
          `the system refuses ${missing.join(', ')}`,
          `allow them in the sandbox that this runs in (seccomp), or ${usePortable}`,
        )
  return [calls, overcommitCheck(), clockCheck()].flat()
}

function withoutLinux(driver: string): Finding {
  const text = 'this is not Linux, so the portable driver serves'
  return driver === 'linux' ? fail('kernel_calls', text, usePortable) : ok('kernel_calls', text)
}

const EBADF = 9

/** Each is called so that it does nothing: with no descriptor, or one that is closed at once. */
function missingCalls(): string[] {
  if (libc === undefined) return []
  const { recvmmsg, sendmmsg, epollCreate1, memfdCreate, close, errno } = libc
  const isKnown = (result: number): boolean => result >= 0 || errno() === EBADF
  const opens = (descriptor: number): boolean => {
    if (descriptor >= 0) close(descriptor)
    return descriptor >= 0
  }
  const works = {
    recvmmsg: isKnown(recvmmsg(-1, 0, 0, 0, 0)),
    sendmmsg: isKnown(sendmmsg(-1, 0, 0, 0)),
    memfd_create: opens(memfdCreate('waggle-doctor', 1)),
    epoll: opens(epollCreate1(0)),
  }
  return Object.entries(works).flatMap(([name, isThere]) => (isThere ? [] : [name]))
}

/** 2 refuses memory that is set aside and not used yet. */
function overcommitCheck(): Finding[] {
  if (systemNumber('/proc/sys/vm/overcommit_memory') !== 2) return []
  const text = 'vm.overcommit_memory is 2: memory for tracker.peers_max may be refused'
  return [warn('overcommit', text, 'sysctl -w vm.overcommit_memory=0, or lower tracker.peers_max')]
}

/** Bytes of struct timex, whose `modes` are 0 here: only read. Its return value is the state of the clock (adjtimex(2)). */
const timexBytes = 208
const TIME_ERROR = 5

function clockCheck(): Finding[] {
  const state = libc?.adjtimex(new Uint8Array(timexBytes)) ?? -1
  if (state < 0) return []
  if (state !== TIME_ERROR) return [ok('clock', 'the clock is kept right')]
  const text = 'nothing keeps the clock right: ends of blocks and bans, and sessions, follow it'
  return [warn('clock', text, 'timedatectl set-ntp true, or install chrony')]
}
