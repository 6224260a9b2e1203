/** What is in a torrent, on the pages of every mode that has any: its info-hashes and its files. */
import { infoHashText } from '#index/torrents/info-hash-text'
import type { Torrent, TorrentFile } from '#index/torrents/torrent'
import { copyField } from '../components/copy-field.ts'
import type { Fact } from '../components/facts.ts'
import { fileTree } from '../components/file-tree.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

/** Files that are shown; a page with more is of use to nobody. */
const filesShownMax = 2000

/** More are folded. */
const filesOpenMax = 20

export function hashFacts(texts: Texts, { infoHash, infoHashV2 }: Torrent): Fact[] {
  const words = texts.registered.torrent
  const fact = (name: string, hash: Uint8Array): Fact => ({
    name,
    value: copyField(texts, { text: infoHashText(hash), label: words.copyHash(name) }),
  })
  if (infoHashV2 === undefined) return [fact(words.hash, infoHash)]
  const second = fact(words.hashV2, infoHashV2)
  // Where there is version 2 only, clients announce the beginning of its hash.
  const isAlone = Buffer.compare(infoHashV2.subarray(0, 20), infoHash) === 0
  return isAlone ? [second] : [fact(words.hash, infoHash), second]
}

export function torrentFiles(
  texts: Texts,
  { fileCount }: Torrent,
  all: readonly TorrentFile[],
): Html {
  const words = texts.registered.torrent
  if (fileCount === undefined)
    return html`<h2>${words.files}</h2><p class="muted">${words.noFiles}</p>`
  const count = texts.files.count(formatCount(texts.locale, all.length))
  const size = formatSize(all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
  const shown = all.slice(0, filesShownMax)
  const tree = fileTree(
    texts,
    shown.map(({ path, sizeBytes }) => ({ path: path.split('/'), bytes: sizeBytes })),
  )
  const left = all.length - shown.length
  const more = left > 0 && html`<p>${words.moreFiles(formatCount(texts.locale, left))}</p>`
  const list = html`<summary>${words.fileFacts(count, size)}</summary>${tree}${more}`
  return html`<h2>${words.files}</h2>
    ${all.length > filesOpenMax ? html`<details>${list}</details>` : html`<details open>${list}</details>`}`
}
