/** A word above the content about what was just done, or was not: a glyph, a word and a colour. */
import { attributes, type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export type NoticeKind = 'good' | 'warning' | 'error'

const glyphs: Readonly<Record<NoticeKind, string>> = { good: '✓', warning: '▲', error: '✕' }

export function notice(texts: Texts, kind: NoticeKind, content: Content): Html {
  const role = kind === 'error' ? 'alert' : 'status'
  return html`<p ${attributes({ class: `notice ${kind}`, role })}>
    <strong><span aria-hidden="true">${glyphs[kind]}</span> ${texts.notice[kind]}</strong> <span>${content}</span>
  </p>`
}
