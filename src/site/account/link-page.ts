/**
 * The pages behind a link that sets a password. The link's secret stands in the address once, and in an unseen field of
 * the form from then on.
 */
import { type Link, linkPath } from '#index/members/link'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { messageContent } from '../components/message.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { type FormProblem, isRefusal, newPasswordFields } from './new-password-fields.ts'
import { loginPath } from './paths.ts'

export type LinkState = {
  readonly link: Link
  readonly secret: string
  /** What was sent before, if anything. */
  readonly name: string
  readonly problem?: FormProblem
}

export function linkPage(shell: Shell, { link, secret, name, problem }: LinkState): Html {
  const { texts } = shell
  const words = texts.account.links[link.kind]
  return page(shell, {
    title: words.title,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead(link.member?.name ?? '')}</p>
      ${generalNotice(texts, problem)}
      ${form({
        action: linkPath,
        hidden: { link: secret },
        fields: [
          link.member === undefined && nameField(texts, name, problem),
          newPasswordFields(texts, problem),
        ],
        submit: words.submit,
        look: 'primary',
      })}`,
  })
}

export function unknownLinkPage(shell: Shell): Html {
  const { logIn, unknownLink } = shell.texts.account
  const { title, what, why } = unknownLink
  const action = { href: loginPath, label: logIn }
  const content = messageContent(title, { what, why, action })
  return page(shell, { title, isProse: true, content })
}

function nameField(texts: Texts, name: string, problem: FormProblem | undefined): Html {
  const words = texts.account
  const isName = isRefusal(problem) && isAboutName(problem)
  return inputField(texts, {
    name: 'name',
    label: words.name,
    value: name,
    hint: words.nameHint,
    autocomplete: 'username',
    isRequired: true,
    ...(isName ? { error: problem.text } : {}),
  })
}

/** What belongs to no field. */
function generalNotice(texts: Texts, problem: FormProblem | undefined): Content {
  if (!isRefusal(problem) || isAboutName(problem) || problem.code.startsWith('password_'))
    return undefined
  return notice(texts, 'error', problem.text)
}

function isAboutName({ code }: { readonly code: string }): boolean {
  return ['invalid_name', 'reserved_name', 'name_taken'].includes(code)
}
