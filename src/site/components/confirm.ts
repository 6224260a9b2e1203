/**
 * The content of a page that asks before something is done that others notice: what will happen, the button that does
 * it, and a link back.
 */
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { type FormOptions, form } from './form.ts'

export type ConfirmOptions = Pick<
  FormOptions,
  'action' | 'hidden' | 'submit' | 'fields' | 'look'
> & {
  readonly title: string
  /** To what it is done. */
  readonly subject?: Content
  /** What will happen, and whether it can be taken back. */
  readonly consequence: string
  readonly backHref: string
}

export function confirmContent(texts: Texts, options: ConfirmOptions): Html {
  const { title, subject, consequence, backHref, ...rest } = options
  const beside = html`<a href="${backHref}">${texts.form.cancel}</a>`
  return html`<h1>${title}</h1>
    ${subject !== undefined && html`<p><strong>${subject}</strong></p>`}
    <p>${consequence}</p>
    ${form({ look: 'destructive', ...rest, beside })}`
}
