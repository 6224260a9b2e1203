/** Who is logged in, at the right of the header: the name, which leads to the account. */
import type { FastifyRequest } from 'fastify'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { accountPath } from './paths.ts'

export function memberLine(
  _texts: Texts,
  { member }: Pick<FastifyRequest, 'member'>,
): Html | undefined {
  if (member === undefined) return undefined
  return html`<a href="${accountPath}"><bdi>${member.member.name}</bdi></a>`
}
