/** How to make a torrent: the address to put into it, four programs that make one, and what happens to the file here. */
import { copyField } from '../components/copy-field.ts'
import { page } from '../components/page.ts'
import { table } from '../components/table.ts'
import { formatSize } from '../format/format-size.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { type CurlOptions, curlUpload } from './curl-line.ts'
import { uploadPath } from './paths.ts'
import { windowFigure } from './window-figure.ts'

/** Of the gallery that somebody came from, or of any. */
export type MakingState = CurlOptions & {
  readonly announceAddress: string
  readonly torrentBytesMax: number
}

export function makingPage(shell: Shell, state: MakingState): Html {
  const { texts } = shell
  const words = texts.gallery.making
  const { announceAddress, galleryId, torrentBytesMax } = state
  return page(shell, {
    title: words.title,
    tab: uploadPath,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      <ol>${words.steps.map((step) => html`<li>${step}</li>`)}</ol>
      <h2 id="address">${words.addressTitle}</h2>
      <p>${galleryId === undefined ? words.anyAddress : words.ownAddress}</p>
      ${copyField(texts, { text: announceAddress, label: words.copyAddress, isLarge: true })}
      ${programs(texts, announceAddress)}
      ${pieces(texts)}
      <h2 id="private">${words.privateTitle}</h2>
      <p>${words.private}</p>
      <h2 id="file">${words.fileTitle}</h2>
      <p>${words.limit(formatSize(torrentBytesMax))}</p>
      <ul>${words.changes.map((change) => html`<li>${change}</li>`)}</ul>
      <h2 id="script">${words.scriptTitle}</h2>
      ${curlUpload(texts, state)}`,
  })
}

function programs(texts: Texts, address: string): Html {
  const words = texts.gallery.making
  return html`${words.programs.map(
    ({ name, steps, figure }) => html`<h2>${name}</h2>
      <p>${steps}</p>
      ${windowFigure({
        title: figure.title,
        caption: figure.caption,
        rows: figure.rows.map((row) => ({
          ...row,
          value: row.isAddress === true ? address : row.value,
          isMarked: row.isAddress === true || row.isMarked === true,
        })),
      })}`,
  )}
    <h2>${words.mktorrentName}</h2>
    <p>${words.mktorrentSteps}</p>
    ${copyField(texts, { text: words.mktorrentLine(address), label: words.copyLine })}`
}

const mebibyte = 1024 * 1024

/** Content up to so much, in MiB, and pieces of so much, in KiB: about a thousand to two thousand of them. */
const pieceSizes = [
  [256, 256],
  [512, 512],
  [1024, 1024],
  [2048, 2048],
  [4096, 4096],
  [8192, 8192],
] as const

function pieces(texts: Texts): Html {
  const words = texts.gallery.making
  return html`<h2 id="pieces">${words.piecesTitle}</h2>
    <p>${words.pieces}</p>
    ${table(texts, {
      caption: words.piecesTitle,
      rows: pieceSizes,
      columns: [
        { head: words.contentUpTo, kind: 'number', cell: ([size]) => formatSize(size * mebibyte) },
        { head: words.pieceSize, kind: 'number', cell: ([, size]) => formatSize(size * 1024) },
        {
          head: words.mktorrentOption,
          cell: ([, size]) => html`<code>-l ${Math.log2(size * 1024)}</code>`,
        },
      ],
    })}`
}
