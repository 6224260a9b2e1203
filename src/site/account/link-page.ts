/**
 * The pages behind a link that sets a password. The link's secret stands in the address once, and in an unseen field of
 * the form from then on.
 */
import { type Link, linkPath } from '#index/members/link'
import { form } from '../components/form.ts'
import { messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { generalNotice, newNameField } from './new-name-field.ts'
import { type FormProblem, newPasswordFields } from './new-password-fields.ts'
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
          link.member === undefined && newNameField(texts, name, problem),
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
