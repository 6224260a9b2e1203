/**
 * The window in which a page can be shown above another: a link with `data-dialog` opens there where scripts run,
 * and leads to the page itself where they do not. A page with such links holds one of these.
 */
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export function dialog({ dialog: texts }: Texts): Html {
  return html`<dialog data-window>
    <form method="dialog"><button aria-label="${texts.close}">✕</button></form>
    <div></div>
  </dialog>`
}
