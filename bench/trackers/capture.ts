/** What a command prints; undefined when there is no such command or it fails. */
import { spawnSync } from 'node:child_process'

export function capture(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}
