/** `waggle block`: who is refused, in every mode. A change is in force when the command ends. */
import { Command } from 'commander'
import type { CommandIo } from '../config-command.ts'
import { addBlockChanges } from './block-change-commands.ts'
import { addBlockViews } from './block-view-commands.ts'

export function blockCommand(io: CommandIo): Command {
  const block = new Command('block').description('refuse networks, clients and info-hashes')
  addBlockChanges(block, io)
  addBlockViews(block, io)
  return block
}
