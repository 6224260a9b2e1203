/** `waggle torrent`: everything that is done to registered torrents from the command line. */
import { Command } from 'commander'
import type { CommandIo } from '../config-command.ts'
import { addTorrentImport } from './import-command.ts'
import { addTorrentAdd } from './torrent-add-command.ts'
import { addTorrentChanges } from './torrent-change-commands.ts'
import { addTorrentList } from './torrent-list-command.ts'

export function torrentCommand(io: CommandIo): Command {
  const torrent = new Command('torrent').description('manage registered torrents')
  addTorrentAdd(torrent, io)
  addTorrentChanges(torrent, io)
  addTorrentList(torrent, io)
  addTorrentImport(torrent, io)
  return torrent
}
