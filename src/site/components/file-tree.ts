/**
 * The files of a torrent as a tree: folders fold without scripts and say how much is in them. Paths come from
 * whoever made the torrent; they are shown and nothing else.
 */

import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type ListedFile = {
  /** Folders, then the name. */
  readonly path: readonly string[]
  readonly bytes: number
}

type Folder = {
  readonly folders: Map<string, Folder>
  readonly files: { readonly name: string; readonly bytes: number }[]
  bytes: number
  count: number
}

export function fileTree(texts: Texts, files: readonly ListedFile[]): Html {
  const root = newFolder()
  for (const file of files) add(root, file)
  return html`<div class="files" role="group" aria-label="${texts.files.label}">${entries(texts, root, true)}</div>`
}

function newFolder(): Folder {
  return { folders: new Map(), files: [], bytes: 0, count: 0 }
}

function add(root: Folder, { path, bytes }: ListedFile): void {
  let folder = root
  for (const name of path.slice(0, -1)) {
    count(folder, bytes)
    const inner = folder.folders.get(name) ?? newFolder()
    folder.folders.set(name, inner)
    folder = inner
  }
  count(folder, bytes)
  folder.files.push({ name: path.at(-1) ?? '', bytes })
}

function count(folder: Folder, bytes: number): void {
  folder.bytes += bytes
  folder.count++
}

/** Folders before files; only the outermost are open. */
function entries(texts: Texts, folder: Folder, isOpen: boolean): Html {
  const folders = [...folder.folders].map(([name, inner]) => {
    const summary = `${texts.files.count(formatCount(texts.locale, inner.count))} · ${formatSize(inner.bytes)}`
    return html`<li><details ${attributes({ open: isOpen })}>
      <summary><bdi>${name}/</bdi> <small>${summary}</small></summary>
      ${entries(texts, inner, false)}
    </details></li>`
  })
  const files = folder.files.map(
    ({ name, bytes }) => html`<li><bdi>${name}</bdi> <small>${formatSize(bytes)}</small></li>\n`,
  )
  return html`<ul>${folders}${files}</ul>`
}
