/**
 * The link for the first administrator, in a file of the data directory that its owner alone can read: whoever runs the
 * server can open it, and a log that others see holds no more than its name.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { StartError } from '#base/start-error'
import type { DataDirectory } from './data-directory.ts'

const fileName = 'setup-link.txt'

/** The path of the file, in place of the one before. Throws StartError. */
export function writeSetUpLink(directory: DataDirectory, address: string): string {
  const path = directory.file(fileName)
  try {
    // A file that is there already would keep its mode.
    rmSync(`${path}.new`, { force: true })
    writeFileSync(`${path}.new`, `${address}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw new StartError(
      `data.directory: ${path} cannot be written (${String(error)}); make sure that this user may write there, and that the disk has room`,
    )
  }
  return path
}

export function removeSetUpLink(directory: DataDirectory): void {
  try {
    rmSync(directory.file(fileName), { force: true })
  } catch {
    // The link in it does nothing any more.
  }
}
