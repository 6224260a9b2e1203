/** What a torrent's page says was just done: the address names it, and the page knows its words. */
import type { Torrent } from '#index/torrents/torrent'
import type { Texts } from '../texts/texts.ts'
import type { TorrentAct } from './torrent-address.ts'

type Added = keyof Texts['registered']['torrent']['adds']

export type Done = TorrentAct | Added

/** Whether it is so. Anybody can write an address that says something was done. */
const isSo: Readonly<Record<Done, (torrent: Torrent) => boolean>> = {
  ban: ({ ban }) => ban !== undefined,
  unban: ({ ban }) => ban === undefined,
  remove: ({ removal }) => removal !== undefined,
  restore: ({ removal }) => removal === undefined,
  pin: ({ isPinned }) => isPinned,
  unpin: ({ isPinned }) => !isPinned,
  added: ({ removal }) => removal === undefined,
  known: ({ removal }) => removal === undefined,
  restored: ({ removal }) => removal === undefined,
}

export function readDone(text: string | undefined, torrent: Torrent): Done | undefined {
  const all = Object.keys(isSo) as Done[]
  const done = all.find((one) => one === text)
  return done !== undefined && isSo[done](torrent) ? done : undefined
}

export function doneText({ registered: { torrent } }: Texts, done: Done): string {
  return done in torrent.adds ? torrent.adds[done as Added] : torrent.acts[done as TorrentAct].done
}
