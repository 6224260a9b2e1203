/** The page to make an account oneself. The secret of an invitation goes on in an unseen field. */
import { registerPath } from '#index/members/invitation'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { generalNotice, newNameField } from './new-name-field.ts'
import { type FormProblem, isRefusal, newPasswordFields } from './new-password-fields.ts'
import { loginPath } from './paths.ts'

export type RegisterState = {
  /** Who has invited, with the secret of the invitation. */
  readonly invitation: { readonly secret: string; readonly from: string } | undefined
  /** Whether an address is of any use. */
  readonly hasMail: boolean
  /** What was sent before, if anything. */
  readonly name: string
  readonly email: string
  readonly problem?: FormProblem | undefined
}

export function registerPage(shell: Shell, state: RegisterState): Html {
  const { texts } = shell
  const words = texts.members.register
  const { invitation, hasMail, problem } = state
  return page(shell, {
    title: words.title,
    tab: registerPath,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${generalNotice(texts, problem)}
      ${invitation !== undefined && html`<p>${words.invitedBy(invitation.from)}</p>`}
      <p>${words.lead}</p>
      ${form({
        action: registerPath,
        hidden: invitation === undefined ? {} : { invitation: invitation.secret },
        fields: [
          newNameField(texts, state.name, problem),
          newPasswordFields(texts, problem),
          hasMail && emailField(texts, state),
        ],
        submit: words.submit,
        look: 'primary',
        beside: html`<a href="${loginPath}">${words.beside}</a>`,
      })}`,
  })
}

function emailField(texts: Texts, { email, problem }: RegisterState): Html {
  const words = texts.members.register
  const isEmail = isRefusal(problem) && problem.code === 'invalid_email'
  return inputField(texts, {
    name: 'email',
    label: words.email,
    type: 'email',
    value: email,
    hint: words.emailHint,
    autocomplete: 'email',
    ...(isEmail ? { error: problem.text } : {}),
  })
}
