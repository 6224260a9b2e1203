/**
 * The content of a page or a list that has nothing to show: one sentence what, one why, one link what to do.
 */
import { type Html, html } from '../html.ts'

export type Message = {
  readonly what: string
  readonly why?: string
  readonly action?: { readonly href: string; readonly label: string }
}

/** In place of the rows of a list. */
export function emptyState(message: Message): Html {
  return html`<div class="empty">${sentences(message)}</div>`
}

/** As the whole content of a page, under its heading. */
export function messageContent(title: string, message: Message): Html {
  return html`<h1>${title}</h1>
    ${sentences(message)}`
}

function sentences({ what, why, action }: Message): Html {
  return html`<p>${what}</p>
    ${why !== undefined && html`<p>${why}</p>`}
    ${action !== undefined && html`<p><a href="${action.href}">${action.label}</a></p>`}`
}
