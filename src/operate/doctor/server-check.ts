/** Whether a server has the data directory, as far as this user can see. */
import { join } from 'node:path'
import { StartError } from '#base/start-error'
import { isListening } from '../api/socket-client.ts'
import { controlSocketName } from '../control-socket-path.ts'
import { isLocked } from '../data-directory.ts'
import { type Finding, ok, warn } from './finding.ts'

export type ServerState =
  | 'running'
  /** It has locked the directory and takes no commands: it is starting, stopping or handing over. */
  | 'silent'
  /** Its directory is another user's. */
  | 'unseen'
  | 'none'

/** `directory` is absolute. */
export async function findServer(directory: string): Promise<ServerState> {
  try {
    if (await isListening(join(directory, controlSocketName))) return 'running'
  } catch (error) {
    if (error instanceof StartError) return 'unseen'
    throw error
  }
  return isLocked(directory) ? 'silent' : 'none'
}

export function serverCheck(state: ServerState, directory: string): Finding {
  return findings[state](directory)
}

const findings: Readonly<Record<ServerState, (directory: string) => Finding>> = {
  running: (directory) => ok('server', `a server is running on ${directory}`),
  silent: (directory) =>
    warn(
      'server',
      `a server is using ${directory} and takes no commands now: it is starting, stopping or handing over`,
      'ask again in a moment; if that stays so, look at its log',
    ),
  unseen: (directory) =>
    warn(
      'server',
      `whether a server is running on ${directory} cannot be seen by this user`,
      'run this as the user of the server (sudo -u)',
    ),
  none: (directory) => ok('server', `no server is running on ${directory}`),
}
