/** The pages about the key of a member's torrents: what it is, when it was made anew, and what to do after that. */
import type { FastifyRequest } from 'fastify'
import { copyField } from '../components/copy-field.ts'
import { form } from '../components/form.ts'
import { moment } from '../components/moment.ts'
import { type Html, html } from '../html.ts'
import { accountFrame } from './account-frame.ts'
import type { AccountParts } from './account-parts.ts'
import { accountPath, archivePath, keyPath } from './paths.ts'

export type KeyState = {
  /** As it stands in announce addresses: `7x0123456789abcdef`. */
  readonly userPart: string
  /** Says of which key the reset is, so that a form that is sent twice makes one new key. */
  readonly mark: string
  /** When earlier keys were revoked, the latest first. */
  readonly resets: readonly number[]
  readonly nowSeconds: number
  readonly problem?: string | undefined
}

export function keyPage(request: FastifyRequest, parts: AccountParts, state: KeyState): Html {
  const { texts } = parts.shell(request)
  const words = texts.members.key
  const { consequence, reset } = texts.account.key
  return accountFrame(request, parts, {
    title: words.title,
    path: keyPath,
    problem: state.problem,
    content: html`<p>${words.lead}</p>
      <p>${words.current}:</p>
      ${copyField(texts, { text: state.userPart })}
      <h2>${words.resetTitle}</h2>
      <p>${consequence}</p>
      ${form({
        action: keyPath,
        hidden: { mark: state.mark },
        submit: reset,
        look: 'destructive',
        beside: html`<a href="${accountPath}">${texts.form.cancel}</a>`,
      })}
      <h2>${words.history}</h2>
      ${
        state.resets.length === 0
          ? html`<p>${words.never}</p>`
          : html`<p>${words.historyLead}</p>
            <ul>${state.resets.map((at) => html`<li>${words.when}: ${moment(texts, at, state.nowSeconds)}</li>\n`)}</ul>`
      }`,
  })
}

export type NewKeyState = {
  /** As they stand in announce addresses. */
  readonly before: string
  readonly after: string
}

/** Right after a reset: this is the only time at which both keys are known. */
export function newKeyPage(
  request: FastifyRequest,
  parts: AccountParts,
  { before, after }: NewKeyState,
): Html {
  const { texts } = parts.shell(request)
  const words = texts.members.key
  const ways =
    parts.membership !== undefined &&
    html`<h2>${words.after}</h2>
      <p><a href="${archivePath}">${words.archive}</a>. ${words.archiveHint}</p>`
  return accountFrame(request, parts, {
    title: words.title,
    path: keyPath,
    done: words.done,
    content: html`${ways}
      <p>${words.replace}</p>
      <p>${words.old}</p>
      ${copyField(texts, { text: `/${before}/` })}
      <p>${words.new}</p>
      ${copyField(texts, { text: `/${after}/` })}
      <p><a href="${accountPath}">${words.back}</a></p>`,
  })
}
