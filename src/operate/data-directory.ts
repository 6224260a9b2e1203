/**
 * The data directory: made when it is missing, readable by its owner alone, and locked by the server that
 * uses it. The lock is the kernel's (flock), so it is gone whenever its holder is, however that ended.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { libc } from '#base/libc'
import { StartError, systemCode } from '#base/start-error'

export type DataDirectory = {
  /** Absolute. */
  readonly path: string
  /** The path of a file in it. */
  readonly file: (name: string) => string
  readonly unlock: () => void
}

export type LockedDirectory = DataDirectory & {
  /** Of the locked file; a process that inherits it has the lock too. */
  readonly descriptor: number
  /** Names this process in the locked file, so that others find it. */
  readonly noteProcess: () => void
  /** The process that the locked file names, or 0. */
  readonly holder: () => number
}

/** The file that is locked. It stays. */
export const lockName = 'lock'

/** Somebody else has the lock. */
export class DirectoryInUseError extends StartError {}

/** Makes and locks the directory. Throws StartError where that cannot be done. */
export function openDataDirectory(configured: string): LockedDirectory {
  const path = resolve(configured)
  const lockFile = join(path, lockName)
  let descriptor: number
  try {
    makeDirectory(path)
    descriptor = openSync(lockFile, 'a', 0o600)
  } catch (error) {
    throw new StartError(`data.directory = "${configured}": ${whyUnusable(path, error)}`)
  }
  if (!takeLock(descriptor, lockFile)) {
    closeSync(descriptor)
    throw new DirectoryInUseError(
      `data.directory = "${configured}": another Waggle is using it; stop that one, or give this one a directory of its own`,
    )
  }
  const directory = directoryWith(path, descriptor)
  try {
    if (libc !== undefined) directory.noteProcess()
  } catch (error) {
    closeSync(descriptor)
    throw new StartError(`data.directory = "${configured}": ${whyUnusable(path, error)}`)
  }
  return directory
}

/**
 * With its parents, one by one: Node's own way of making them never ends where the system says ENOENT below a directory
 * that is there, as /proc does.
 */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (isDirectory(path)) return
    if (systemCode(error) !== 'ENOENT' || isDirectory(dirname(path))) throw error
    makeDirectory(dirname(path))
    makeDirectory(path)
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Whether a server, or a command that changes things, has the directory now. False where it cannot be seen. */
export function isLocked(configured: string): boolean {
  const lockFile = join(resolve(configured), lockName)
  if (libc === undefined) return isPidLocked(lockFile)
  let descriptor: number
  try {
    descriptor = openSync(lockFile, 'r')
  } catch {
    return false
  }
  try {
    return libc.flock(descriptor, exclusiveNonBlocking) !== 0
  } finally {
    closeSync(descriptor)
  }
}

/**
 * The directory that another process has locked and handed on with the lock. Throws StartError where it is another
 * one than is configured.
 */
export function adoptDataDirectory(configured: string, descriptor: number): LockedDirectory {
  const path = resolve(configured)
  const given = fstatSync(descriptor)
  const there = statSync(join(path, lockName), { throwIfNoEntry: false })
  if (there?.ino !== given.ino || there.dev !== given.dev)
    throw new StartError(
      `data.directory = "${configured}": it is another one than the running server's; restart the server, because a hand-over cannot change that`,
    )
  return directoryWith(path, descriptor)
}

function directoryWith(path: string, descriptor: number): LockedDirectory {
  const lockFile = join(path, lockName)
  return {
    path,
    file: (name) => join(path, name),
    descriptor,
    noteProcess: () => noteProcess(lockFile),
    holder: () => Number(readFileSync(lockFile, 'utf8')),
    unlock: () => closeSync(descriptor),
  }
}

/** Names of processes are as long as each other, so that nobody reads half of one. */
const processDigits = 10

/** In place of what stands there: that works on a full disk too. */
function noteProcess(lockFile: string): void {
  const file = openSync(lockFile, 'r+')
  try {
    const length = writeSync(file, `${process.pid}`.padEnd(processDigits).concat('\n'), 0)
    ftruncateSync(file, length)
  } finally {
    closeSync(file)
  }
}

const exclusiveNonBlocking = 2 | 4

function takeLock(descriptor: number, lockFile: string): boolean {
  if (libc !== undefined) return libc.flock(descriptor, exclusiveNonBlocking) === 0
  return takePidLock(lockFile)
}

/** Without flock: the file names the holder's process, which must have ended. */
function takePidLock(lockFile: string): boolean {
  if (isPidLocked(lockFile)) return false
  writeFileSync(lockFile, `${process.pid}`)
  return true
}

function isPidLocked(lockFile: string): boolean {
  const holder = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0
  return holder > 0 && holder !== process.pid && isAlive(holder)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

function whyUnusable(path: string, error: unknown): string {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return isOfAnother(path)
        ? 'it belongs to another user, and this one has no access to it; run this as its owner (sudo -u), or choose another directory'
        : 'this user may not write there; give it the directory (chown), or choose another'
    case 'EROFS':
      return 'it is on a read-only file system; choose another'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in the way; name a directory'
    case 'ENOSPC':
      return 'the disk is full; make room, or choose another'
    default:
      return `it cannot be used (${String(error)}); choose another`
  }
}

/** Whether the directory is there and has another owner. */
function isOfAnother(path: string): boolean {
  const owner = statSync(path, { throwIfNoEntry: false })?.uid
  return owner !== undefined && owner !== process.geteuid?.()
}
