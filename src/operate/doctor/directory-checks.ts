/** The data directory: whether the server can use it, and whether others can read what is secret in it. */
import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { systemCode } from '#base/start-error'
import { type Finding, fail, ok, warn } from './finding.ts'

/** Peers of a snapshot take so much each, at most. */
const snapshotBytesPerPeer = 24
const freeBytesMin = 256 * 1024 ** 2

export type DirectoryFacts = { readonly directory: string; readonly peersMax: number }

export function directoryChecks({ directory, peersMax }: DirectoryFacts): Finding[] {
  const path = resolve(directory)
  const usable = usableCheck(path)
  if (usable.outcome === 'fail') return [usable]
  return [usable, ...secrecyCheck(path), ...spaceCheck(path, peersMax)]
}

function usableCheck(path: string): Finding {
  try {
    if (!statSync(path).isDirectory())
      return fail('data_directory', `${path} is a file`, 'name a directory in data.directory')
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok('data_directory', `${path} can be used by this user`)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return missingCheck(path)
    return fail(
      'data_directory',
      `${path} cannot be used by this user`,
      `run this as the user of the server, or: chown -R ${userName()} ${path}`,
    )
  }
}

/** The server makes it with its parents, where it may. */
function missingCheck(path: string): Finding {
  try {
    accessSync(nearestDirectory(path), constants.W_OK | constants.X_OK)
    return ok('data_directory', `${path} is not there yet; the server makes it`)
  } catch {
    const remedy = `install -d -m 700 -o ${userName()} ${path}`
    return fail('data_directory', `${path} is not there, and this user may not make it`, remedy)
  }
}

/** Keys, the database and the control socket are the owner's alone. */
function secrecyCheck(path: string): Finding[] {
  if (!isThere(path)) return []
  const names = ['.', 'keys', 'control.sock', 'waggle.db', 'blocks.jsonl', 'swarms.snapshot']
  const open = names.filter((name) => (modeOf(join(path, name)) & 0o077) !== 0)
  if (open.length === 0) return [ok('secrecy', 'nobody else may read the files of the server')]
  const files = open.map((name) => join(path, name)).join(' ')
  return [warn('secrecy', `others may read ${files}`, `chmod go= ${files}`)]
}

function spaceCheck(path: string, peersMax: number): Finding[] {
  const { bavail, bsize, ffree, files } = statfsSync(nearestDirectory(path))
  const free = bavail * bsize
  const needed = freeBytesMin + peersMax * snapshotBytesPerPeer
  const text = `${Math.round(free / 1024 ** 2)} MiB are free on the disk of ${path}`
  const remedy = 'make room, or put data.directory on a larger disk'
  if (files > 0 && ffree === 0)
    return [fail('disk', 'the disk has no room for another file', remedy)]
  if (free < freeBytesMin) return [fail('disk', text, remedy)]
  if (free < needed) return [warn('disk', `${text}: a snapshot of full swarms may not fit`, remedy)]
  return [ok('disk', text)]
}

/** The path itself, or the first above it that is there. */
function nearestDirectory(path: string): string {
  return isThere(path) ? path : nearestDirectory(dirname(path))
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

/** 0 where there is no such file. */
function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0
}

function userName(): string {
  return String(process.geteuid?.() ?? 'waggle')
}
