/** The page to make an account oneself. The secret of an invitation goes on in an unseen field. */
import { registerPath } from '#index/members/invitation'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { type FormProblem, isRefusal, newPasswordFields } from './new-password-fields.ts'
import { loginPath } from './paths.ts'
import type { Refusal } from './refusal.ts'

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
          nameField(texts, state),
          newPasswordFields(texts, problem),
          hasMail && emailField(texts, state),
        ],
        submit: words.submit,
        look: 'primary',
        beside: html`<a href="${loginPath}">${words.beside}</a>`,
      })}`,
  })
}

function nameField(texts: Texts, { name, problem }: RegisterState): Html {
  const words = texts.account
  return inputField(texts, {
    name: 'name',
    label: words.name,
    value: name,
    hint: words.nameHint,
    autocomplete: 'username',
    isRequired: true,
    ...(isRefusal(problem) && isAboutName(problem) ? { error: problem.text } : {}),
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

/** What belongs to no field. */
function generalNotice(texts: Texts, problem: FormProblem | undefined): Content {
  if (!isRefusal(problem) || isAboutName(problem) || problem.code.startsWith('password_'))
    return undefined
  return problem.code !== 'invalid_email' && notice(texts, 'error', problem.text)
}

function isAboutName({ code }: Refusal): boolean {
  return ['invalid_name', 'reserved_name', 'name_taken'].includes(code)
}
