/** Why a file cannot be read or written, and what to do, without the system's own words. Goes behind the file's name. */
import { systemCode } from './start-error.ts'

const notThere = 'there is no such file; correct the path'
const notReadable = 'may not be read by this user; give it the right to, or run this as another'
const notWritable = 'may not be written by this user; give it the right to, or name another place'

const reading: Readonly<Record<string, string>> = {
  ENOENT: notThere,
  ENOTDIR: notThere,
  EISDIR: 'is a directory; name a file in it',
  EACCES: notReadable,
  EPERM: notReadable,
  ENAMETOOLONG: 'is longer than the name of a file can be; correct the path',
}

const writing: Readonly<Record<string, string>> = {
  ENOENT: 'is in a directory that does not exist; make it, or correct the path',
  ENOTDIR: 'is below a file, and not in a directory; correct the path',
  EISDIR: 'is a directory; name a file in it',
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: 'is on a read-only file system; name another place',
  ENOSPC: 'does not fit the disk; make room, or name another place',
  ENAMETOOLONG: 'is longer than the name of a file can be; correct the path',
}

/** `is a directory; name a file in it`. */
export function readProblem(error: unknown): string {
  return reading[systemCode(error)] ?? `cannot be read (${reasonOf(error)}); name another file`
}

export function writeProblem(error: unknown): string {
  return (
    writing[systemCode(error)] ??
    `cannot be written (${reasonOf(error)}); name a file on a disk with room where this user may write`
  )
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
