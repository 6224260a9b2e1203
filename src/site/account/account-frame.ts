/** The frame of a page of one's own account. */
import type { FastifyRequest } from 'fastify'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import { accountLine } from './account-line.ts'
import type { AccountParts } from './account-parts.ts'

export type AccountFrame = {
  readonly title: string
  /** The path of the page, for the line of links. */
  readonly path: string
  /** What was just done. */
  readonly done?: string | undefined
  /** What was not, where it belongs to no field. */
  readonly problem?: string | undefined
  readonly content: Content
}

export function accountFrame(
  request: FastifyRequest,
  parts: AccountParts,
  { title, path, done, problem, content }: AccountFrame,
): Html {
  const shell = parts.shell(request)
  const { texts } = shell
  return page(shell, {
    title,
    tab: path,
    isProse: true,
    filters: accountLine(texts, parts, request, path),
    content: html`<h1>${title}</h1>
      ${done !== undefined && notice(texts, 'good', done)}
      ${problem !== undefined && notice(texts, 'error', problem)}
      ${content}`,
  })
}
