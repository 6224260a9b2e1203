/** A member's address: given, confirmed by the link that comes to it, and removed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { confirmPath } from '#index/members/member-emails'
import { formLimit } from '../server/visitor-limits.ts'
import type { AccountParts } from './account-parts.ts'
import { doneOf } from './done-of.ts'
import { confirmEmailPage, emailPage } from './email-page.ts'
import { keepAddressSecret } from './keep-address-secret.ts'
import { unknownLinkPage } from './link-page.ts'
import { memberOf } from './member-hook.ts'
import { emailPath, loginPath } from './paths.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import { requireMember } from './require-member.ts'
import { sendMessagePage } from './send-message-page.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { visitorNetwork } from './visitor-network.ts'

const text = z.string().catch('')
const emailForm = z.object({ email: text, password: text })
const confirmForm = z.object({ link: text })

export function emailRoutes(site: FastifyInstance, parts: AccountParts): void {
  const onRequest = requireMember(parts)
  site.get(emailPath, { onRequest }, (request, reply) => sendEmail(request, reply, parts))
  site.post(emailPath, { onRequest, config: formLimit }, (request, reply) =>
    changeEmail(request, reply, parts),
  )
  site.get<{ Params: { link: string } }>(`${confirmPath}/:link`, (request, reply) =>
    sendConfirm(reply, parts, request.params.link),
  )
  site.post(confirmPath, { config: formLimit }, async (request, reply) => {
    const { link } = confirmForm.parse(request.body ?? {})
    try {
      const { id } = await parts.members.confirmEmail(link)
      if (request.member?.member.id === id)
        return await reply.redirect(`${emailPath}?done=confirmed`, 303)
      return sendConfirmed(reply, parts)
    } catch (error) {
      return sendUnknown(reply, parts, error)
    }
  })
}

async function changeEmail(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
): Promise<FastifyReply> {
  const { members, shell } = parts
  const { email, password } = emailForm.parse(request.body ?? {})
  try {
    const network = visitorNetwork(request.ip)
    await members.changeEmail(memberOf(request).member, { email, password, network })
    const done = email.trim() === '' ? 'removed' : 'sent'
    return await reply.redirect(`${emailPath}?done=${done}`, 303)
  } catch (error) {
    const problem = refusalOf(shell().texts, error)
    if (problem.retryAfterSeconds > 0) reply.header('Retry-After', problem.retryAfterSeconds)
    return await sendEmail(request, reply, parts, { given: email, problem })
  }
}

async function sendEmail(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
  { given, problem }: { readonly given: string; readonly problem?: Refusal } = { given: '' },
): Promise<FastifyReply> {
  const email = await parts.members.emailOf(memberOf(request).member.id)
  const done = doneOf(request.query, parts.shell().texts.members.email.done)
  const page = emailPage(request, parts, { email, given, done, problem })
  return sendPrivatePage(reply, page, problem?.status)
}

async function sendConfirm(
  reply: FastifyReply,
  parts: AccountParts,
  secret: string,
): Promise<FastifyReply> {
  keepAddressSecret(reply)
  try {
    const { member, address } = await parts.members.findConfirmation(secret)
    const facts = { secret, name: member.name, address }
    return sendPrivatePage(reply, confirmEmailPage(parts.shell(reply.request), facts))
  } catch (error) {
    return sendUnknown(reply, parts, error)
  }
}

/** In a browser in which nobody is logged in, or somebody else. */
function sendConfirmed(reply: FastifyReply, { shell }: AccountParts): FastifyReply {
  const { account, members } = shell().texts
  const { title, done, lead } = members.email
  const action = { href: loginPath, label: account.logIn }
  return sendMessagePage(reply, shell, { title, what: done.confirmed, why: lead, action })
}

function sendUnknown(reply: FastifyReply, { shell }: AccountParts, error: unknown): FastifyReply {
  const { status } = refusalOf(shell().texts, error)
  return sendPrivatePage(reply, unknownLinkPage(shell(reply.request)), status)
}
