/* A directory that is there when the promise resolves, by its path. */
import { mkdir } from 'node:fs/promises'

export async function makeDirectory(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  return path
}
