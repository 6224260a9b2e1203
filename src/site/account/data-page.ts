/** The pages about what is stored of a member: taking it along, and deleting the account. */
import type { FastifyRequest } from 'fastify'
import { buttonLink } from '../components/button-link.ts'
import { confirmContent } from '../components/confirm.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import { accountFrame } from './account-frame.ts'
import { accountLine } from './account-line.ts'
import type { AccountParts } from './account-parts.ts'
import { memberOf } from './member-hook.ts'
import { ownPasswordField } from './own-password-field.ts'
import { dataPath, deletePath, exportPath } from './paths.ts'
import type { Refusal } from './refusal.ts'

export function dataPage(request: FastifyRequest, parts: AccountParts): Html {
  const words = parts.shell(request).texts.members.data
  return accountFrame(request, parts, {
    title: words.title,
    path: dataPath,
    content: html`<p>${words.lead}</p>
      <p><a href="${exportPath}">${words.download}</a></p>
      <h2>${words.deleteTitle}</h2>
      <p>${words.deleteLead}</p>
      <p>${buttonLink(deletePath, words.deleteLink, true)}</p>`,
  })
}

export function deletePage(request: FastifyRequest, parts: AccountParts, problem?: Refusal): Html {
  const shell = parts.shell(request)
  const { texts } = shell
  const words = texts.members.data
  const isOfField = problem?.code === 'wrong_login'
  return page(shell, {
    title: words.deleteTitle,
    tab: dataPath,
    isProse: true,
    filters: accountLine(texts, parts, request, dataPath),
    content: html`${problem !== undefined && !isOfField && notice(texts, 'error', problem.text)}
      ${confirmContent(texts, {
        title: words.deleteTitle,
        subject: html`<bdi>${memberOf(request).member.name}</bdi>`,
        consequence: `${words.deleteLead} ${words.consequence}`,
        action: deletePath,
        submit: words.submit,
        fields: ownPasswordField(texts, words, problem),
        backHref: dataPath,
      })}`,
  })
}
