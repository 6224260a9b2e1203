/** The page to log in. */
import { registerPath } from '#index/members/invitation'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { accountPath, forgottenPath, loginPath } from './paths.ts'

export type LoginState = {
  /** Where it leads to. */
  readonly next: string | undefined
  /** What was sent before, if anything. */
  readonly name: string
  /** Why that was refused. */
  readonly problem?: string
  /** Whether a link to set a new password can be had by mail. */
  readonly hasMail: boolean
  /** Whether somebody can become a member here, without being asked to. */
  readonly isOpen: boolean
}

export function loginPage(shell: Shell, { next, name, problem, ...site }: LoginState): Html {
  const { texts } = shell
  const words = texts.account
  return page(shell, {
    title: words.logIn,
    tab: accountPath,
    isProse: true,
    content: html`<h1>${words.logIn}</h1>
      ${problem !== undefined && notice(texts, 'error', problem)}
      ${form({
        action: loginPath,
        hidden: next === undefined ? {} : { next },
        fields: [
          inputField(texts, {
            name: 'name',
            label: words.name,
            value: name,
            autocomplete: 'username',
            isRequired: true,
          }),
          inputField(texts, {
            name: 'password',
            label: words.password,
            type: 'password',
            autocomplete: 'current-password',
            isRequired: true,
          }),
        ],
        submit: words.logIn,
        look: 'primary',
      })}
      <p class="muted">${
        site.hasMail
          ? html`<a href="${forgottenPath}">${texts.members.forgotten.link}</a>`
          : words.forgotten
      }</p>
      ${site.isOpen && html`<p><a href="${registerPath}">${texts.members.register.link}</a></p>`}`,
  })
}
