/** Setting a password by a link. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import * as z from 'zod'
import { clientOf } from '#index/members/client'
import { linkPath } from '#index/members/link'
import { formLimit } from '../server/visitor-limits.ts'
import type { AccountParts } from './account-parts.ts'
import { keepAddressSecret } from './keep-address-secret.ts'
import { linkPage, unknownLinkPage } from './link-page.ts'
import type { FormProblem } from './new-password-fields.ts'
import { accountPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { sendPrivatePage } from './send-private-page.ts'

const text = z.string().catch('')
const linkForm = z.object({ link: text, name: text, password: text, again: text })

type LinkForm = z.infer<typeof linkForm>

export function linkRoutes(site: FastifyInstance, parts: AccountParts): void {
  const { members, cookie, shell } = parts
  site.get<{ Params: { link: string } }>(`${linkPath}/:link`, (request, reply) =>
    sendForm(reply, parts, { link: request.params.link, name: '' }),
  )
  // Somebody asks for the form's own address, such as after it was refused.
  site.get(linkPath, (request, reply) =>
    sendPrivatePage(reply, unknownLinkPage(shell(request)), 404),
  )
  site.post(linkPath, { config: formLimit }, async (request, reply) => {
    const sent = linkForm.parse(request.body ?? {})
    if (sent.password !== sent.again) return await sendForm(reply, parts, sent, 'different')
    try {
      const client = clientOf(request.headers['user-agent'])
      const { name, password } = sent
      const replaced = cookie.read(request)
      const login = await members.useLink(sent.link, { name, password, client })
      if (replaced !== undefined) await members.logOut(replaced)
      cookie.set(reply, login.secret)
      return await reply.redirect(`${accountPath}?done=password`, 303)
    } catch (error) {
      return await sendForm(reply, parts, sent, refusalOf(shell().texts, error))
    }
  })
}

/** The form, or that there is no such link. */
async function sendForm(
  reply: FastifyReply,
  { members, shell }: AccountParts,
  { link: secret, name }: Pick<LinkForm, 'link' | 'name'>,
  problem?: FormProblem,
): Promise<FastifyReply> {
  keepAddressSecret(reply)
  const status = problem === undefined ? 200 : problem === 'different' ? 422 : problem.status
  try {
    const link = await members.findLink(secret)
    const page = linkPage(shell(reply.request), { link, secret, name, ...(problem && { problem }) })
    return sendPrivatePage(reply, page, status)
  } catch (error) {
    const { status: refused } = refusalOf(shell().texts, error)
    return sendPrivatePage(reply, unknownLinkPage(shell(reply.request)), refused)
  }
}
