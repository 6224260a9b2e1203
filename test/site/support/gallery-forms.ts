/** What the forms of galleries and torrents send, each with something that would change something. */
import { upload } from './torrent-files.ts'
import type { Reply, Visitor } from './visitor.ts'

export async function sendForm(
  visitor: Visitor,
  path: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const hasFiles = /\/(?:torrents|edit|version|replace|gallery)$/.test(path) && !isTorrentEdit(path)
  if (!hasFiles)
    return await visitor.post(path, { reason: 'x', name: 'forged', comment: 'forged' }, headers)
  const form = new FormData()
  for (const [name, value] of Object.entries({ title: 'forged', category: 'Misc' }))
    form.set(name, value)
  if (/\/(?:torrents|replace)$/.test(path))
    form.set('file', new File([new Uint8Array(upload('Forged').buffer)], 'forged.torrent'))
  return await visitor.send(path, form, headers)
}

function isTorrentEdit(path: string): boolean {
  return path.startsWith('/torrent/') && path.endsWith('/edit')
}
