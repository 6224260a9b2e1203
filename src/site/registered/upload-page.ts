/** What became of the files of an upload, each by itself. */
import { metainfoBytesMax, uploadedFilesMax } from '#base/limits'
import { page } from '../components/page.ts'
import { type PillKind, pill } from '../components/pill.ts'
import { table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { sentence } from '../format/sentence.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { addPath, operatorLine } from './operator-line.ts'
import { torrentHref } from './torrent-address.ts'
import type { UploadOutcome } from './uploaded-files.ts'

const kinds: Readonly<Record<UploadOutcome['outcome'], PillKind>> = {
  added: 'good',
  known: 'neutral',
  restored: 'good',
  refused: 'bad',
}

export function uploadPage(shell: Shell, outcomes: readonly UploadOutcome[]): Html {
  const { texts } = shell
  const words = texts.registered.add
  return page(shell, {
    title: words.resultsTitle,
    tab: '/torrents',
    filters: operatorLine(texts, { current: addPath }),
    content: html`<h1>${words.resultsTitle}</h1>
      ${table(texts, {
        caption: words.results,
        rows: outcomes,
        columns: [
          {
            head: words.outcome,
            cell: ({ outcome }) => pill(kinds[outcome], words.states[outcome]),
          },
          {
            head: words.fileName,
            cell: ({ fileName }) => html`<bdi>${fileName === '' ? words.unnamed : fileName}</bdi>`,
          },
          { head: words.torrentOf, cell: (outcome) => whatBecame(texts, outcome) },
        ],
      })}
      <p><a href="${addPath}">${words.more}</a></p>`,
  })
}

function whatBecame(texts: Texts, outcome: UploadOutcome): Content {
  const words = texts.registered.add
  if (outcome.outcome !== 'refused') {
    const { torrent } = outcome
    return html`<a href="${torrentHref(torrent)}"><bdi>${torrent.name}</bdi></a>`
  }
  if (outcome.fault === 'too large') return words.tooLarge(formatSize(metainfoBytesMax))
  if (outcome.fault === 'too many')
    return words.tooMany(formatCount(texts.locale, uploadedFilesMax))
  return html`<bdi>${sentence(outcome.fault.message)}</bdi>`
}
