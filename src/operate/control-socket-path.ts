/** Where the control socket is, for the server that makes it and the commands that look for it. */
import { StartError } from '#base/start-error'

export const controlSocketName = 'control.sock'

/** Bytes of a socket's path: `sun_path` of unix(7) less the NUL at its end; macOS has a few less. */
const pathBytesMax = process.platform === 'linux' ? 107 : 103

/** Throws StartError for a path that no socket can have. */
export function assertShortEnough(path: string): void {
  const bytes = Buffer.byteLength(path)
  if (bytes > pathBytesMax)
    throw new StartError(
      `data.directory: the path of the control socket, ${path}, has ${bytes} bytes, and ${pathBytesMax} is the most the system takes; choose a directory with a shorter path`,
    )
}
