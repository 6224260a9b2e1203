/** Adding torrents: from files, or by info-hash and name. */
import { metainfoBytesMax, uploadedFilesMax } from '#base/limits'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { torrentFilesField } from '../components/torrent-files-field.ts'
import { formatCount } from '../format/format-count.ts'
import { formatSize } from '../format/format-size.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { addPath, operatorLine } from './operator-line.ts'

export const uploadPath = `${addPath}/files`

export type AddState = {
  /** What was sent before, if anything. */
  readonly hash: string
  readonly name: string
  /** What is wrong with it, as a sentence, and where. */
  readonly problem?: { readonly text: string; readonly at: 'hash' | 'name' | 'files' | 'all' }
}

export function addPage(shell: Shell, state: AddState): Html {
  const { texts } = shell
  const words = texts.registered.add
  const { problem } = state
  return page(shell, {
    title: words.title,
    tab: '/torrents',
    filters: operatorLine(texts, { current: addPath }),
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${problem?.at === 'all' && notice(texts, 'error', problem.text)}
      <p>${words.done}</p>
      ${uploadForm(texts, state)}
      ${hashForm(texts, state)}`,
  })
}

function uploadForm(texts: Texts, { problem }: AddState): Html {
  const words = texts.registered.add
  const files = formatCount(texts.locale, uploadedFilesMax)
  return html`<h2>${words.uploadTitle}</h2>
    ${form({
      action: uploadPath,
      hasFile: true,
      look: 'primary',
      submit: words.upload,
      fields: torrentFilesField(texts, {
        label: words.file,
        hint: words.fileHint(files, formatSize(metainfoBytesMax)),
        problem: problem?.at === 'files' ? problem.text : undefined,
      }),
    })}`
}

function hashForm(texts: Texts, { hash, name, problem }: AddState): Html {
  const words = texts.registered.add
  const errorAt = (at: 'hash' | 'name') => (problem?.at === at ? { error: problem.text } : {})
  return html`<h2>${words.hashTitle}</h2>
    ${form({
      action: addPath,
      submit: words.addHash,
      fields: [
        inputField(texts, {
          name: 'hash',
          label: words.hash,
          value: hash,
          hint: words.hashHint,
          autocomplete: 'off',
          isRequired: true,
          ...errorAt('hash'),
        }),
        inputField(texts, {
          name: 'name',
          label: words.name,
          value: name,
          hint: words.nameHint,
          autocomplete: 'off',
          isRequired: true,
          ...errorAt('name'),
        }),
      ],
    })}`
}
