/**
 * Does the same to several torrents that a command names. One that cannot be done is told and hinders no other, and
 * the command ends with status 1; when the server or the database is away the rest is not tried.
 *
 * With `--json` there is an object on a line of its own for each, in the order given: the torrent with its `outcome`,
 * or `{"outcome": "failed", "target", "error": {"code", "message"}}`.
 */
import { TorrentError } from '#index/torrents/torrent-error'
import { CallError } from '../api/api-client.ts'
import type { TorrentJson } from '../api/torrent-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { outcomeLine } from './torrent-text.ts'

export type TargetOutcome = { readonly outcome: string; readonly torrent: TorrentJson }

export type EachTarget = {
  /** Files, or info-hashes in hex. */
  readonly targets: readonly string[]
  readonly io: CommandIo
  readonly isJson: boolean
  readonly perform: (target: string) => Promise<TargetOutcome>
}

/** Rejects with CallError in an outage, and with StartError. */
export async function eachTarget({ targets, io, isJson, perform }: EachTarget): Promise<void> {
  for (const target of targets)
    try {
      const { outcome, torrent } = await perform(target)
      io.out(isJson ? jsonLine({ outcome, ...torrent }) : outcomeLine(outcome, torrent))
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { code, message } = error
      if (isJson) io.out(jsonLine({ outcome: 'failed', target, error: { code, message } }))
      io.err(`${namesTarget(message, target) ? '' : `${target}: `}${message}\n`)
      io.setExitStatus(1)
    }
}

/** Whether a message says already what it is about. */
function namesTarget(message: string, target: string): boolean {
  return message.startsWith(`${target.toLowerCase()} `)
}

export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** What concerns this target alone. */
function isRefusal(error: unknown): error is CallError | TorrentError {
  return error instanceof TorrentError || (error instanceof CallError && !error.isOutage)
}
