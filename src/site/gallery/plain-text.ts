/** What somebody wrote as plain text: its paragraphs and line ends are kept, and nothing in it means anything. */
import { type Html, html } from '../html.ts'

export function plainText(text: string): Html {
  const paragraphs = text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
  return html`${paragraphs.map((paragraph) => html`<p dir="auto">${withLineEnds(paragraph)}</p>\n`)}`
}

function withLineEnds(paragraph: string): Html[] {
  return paragraph.split('\n').map((line, at) => (at === 0 ? html`${line}` : html`<br>${line}`))
}
