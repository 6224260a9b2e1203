/** The pages about a member's address: changing it, and confirming a new one. */
import type { FastifyRequest } from 'fastify'
import type { MemberEmail } from '#index/members/email-repository'
import { confirmPath } from '#index/members/member-emails'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { accountFrame } from './account-frame.ts'
import type { AccountParts } from './account-parts.ts'
import { ownPasswordField } from './own-password-field.ts'
import { emailPath } from './paths.ts'
import type { Refusal } from './refusal.ts'

export type EmailState = {
  readonly email: MemberEmail
  /** What was sent before, if anything. */
  readonly given: string
  readonly done: string | undefined
  readonly problem?: Refusal | undefined
}

export function emailPage(request: FastifyRequest, parts: AccountParts, state: EmailState): Html {
  const { email, given, done, problem } = state
  const { texts } = parts.shell(request)
  const words = texts.members.email
  const isOfField = problem?.code === 'invalid_email'
  const hasField = isOfField || problem?.code === 'wrong_login'
  return accountFrame(request, parts, {
    title: words.title,
    path: emailPath,
    done,
    problem: hasField ? undefined : problem?.text,
    content: html`<p>${words.lead}</p>
      <p>${words.current}: ${email.confirmed === undefined ? words.none : html`<strong>${email.confirmed}</strong>`}</p>
      ${email.waiting !== undefined && html`<p>${words.waiting(email.waiting)}</p>`}
      ${!parts.members.hasMail() && html`<p>${words.off}</p>`}
      ${form({
        action: emailPath,
        fields: [
          inputField(texts, {
            name: 'email',
            label: words.field,
            type: 'email',
            value: given,
            hint: words.fieldHint,
            autocomplete: 'email',
            ...(isOfField ? { error: problem.text } : {}),
          }),
          ownPasswordField(texts, words, problem),
        ],
        submit: words.submit,
        look: 'primary',
      })}`,
  })
}

/** What is confirmed is asked for, because programs that read mail follow the links in it. */
export function confirmEmailPage(
  shell: Shell,
  facts: { readonly secret: string; readonly name: string; readonly address: string },
): Html {
  const words = shell.texts.members.email.confirm
  return page(shell, {
    title: words.title,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead(facts.name, facts.address)}</p>
      ${form({
        action: confirmPath,
        hidden: { link: facts.secret },
        submit: words.submit,
        look: 'primary',
      })}`,
  })
}
