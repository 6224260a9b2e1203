/** The field of a form that takes .torrent files. */
import type { Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { inputField } from './field.ts'

export type TorrentFilesField = {
  readonly label: string
  readonly hint: string
  /** What is wrong with what was sent, as a sentence. */
  readonly problem: string | undefined
}

export function torrentFilesField(texts: Texts, { problem, ...words }: TorrentFilesField): Html {
  return inputField(texts, {
    ...words,
    name: 'file',
    type: 'file',
    accept: '.torrent,application/x-bittorrent',
    isMultiple: true,
    isRequired: true,
    ...(problem === undefined ? {} : { error: problem }),
  })
}
