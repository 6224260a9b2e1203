/** Reads the picture for a cover that a command names. What is in it is looked at where covers are made. */
import { readFile, stat } from 'node:fs/promises'
import { coverBytesMax } from '#base/limits'
import { StartError } from '#base/start-error'

/** Rejects with StartError where it cannot be read, or is far too large. */
export async function readPicture(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > coverBytesMax)
      throw new StartError(
        `${file}: has ${size} bytes, and ${coverBytesMax} is the most; make it smaller`,
      )
    return await readFile(file)
  } catch (error) {
    if (error instanceof StartError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(`${file}: cannot be read (${reason}); correct the path`)
  }
}
