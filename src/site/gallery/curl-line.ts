/** The line with which a script uploads a torrent through the API, to be completed with a token and the name of a file. */
import type { FastifyRequest } from 'fastify'
import { tokensPath } from '../account/paths.ts'
import { copyField } from '../components/copy-field.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import type { GallerySettings } from './gallery-options.ts'

export type CurlOptions = {
  /** Without a slash at its end. */
  readonly siteBase: string
  /** Undefined for any. */
  readonly galleryId: number | undefined
}

/** With what it is, and where tokens are. */
export function curlUpload(texts: Texts, options: CurlOptions): Html {
  const words = texts.gallery.making
  return html`<p>${words.script} <a href="${tokensPath}">${words.tokens}</a></p>
    ${copyField(texts, { text: curlLine(options), label: words.copyScript })}`
}

/** The same, folded. */
export function foldedCurlUpload(texts: Texts, options: CurlOptions): Html {
  return html`<details><summary>${texts.gallery.making.scriptTitle}</summary>
    ${curlUpload(texts, options)}
  </details>`
}

function curlLine({ siteBase, galleryId }: CurlOptions): string {
  const address = `${siteBase}/api/v1/galleries/${galleryId ?? 'GALLERY'}/torrents`
  const headers = ['Authorization: Bearer TOKEN', 'Content-Type: application/x-bittorrent']
  const options = headers.map((header) => `-H "${header}"`).join(' ')
  return `curl ${options} --data-binary @FILE.torrent ${address}`
}

/** Where the site is, or the address that the visitor used where none is configured. */
export function siteBaseOf(
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
  { siteUrl }: GallerySettings,
): string {
  return siteUrl === '' ? `${protocol}://${host}` : siteUrl
}
