/**
 * The content of a page that asks before something is destroyed: what will happen, the button that does it, and
 * a link back.
 */
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { type FormOptions, form } from './form.ts'

export type ConfirmOptions = Pick<FormOptions, 'action' | 'hidden' | 'submit' | 'fields'> & {
  readonly title: string
  /** What will happen, and whether it can be taken back. */
  readonly consequence: string
  readonly backHref: string
}

export function confirmContent(texts: Texts, options: ConfirmOptions): Html {
  const { title, consequence, backHref, ...rest } = options
  const beside = html`<a href="${backHref}">${texts.form.cancel}</a>`
  return html`<h1>${title}</h1>
    <p>${consequence}</p>
    ${form({ ...rest, look: 'destructive', beside })}`
}
