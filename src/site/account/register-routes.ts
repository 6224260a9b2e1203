/** Making an account oneself, with an invitation or without. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { clientOf } from '#index/members/client'
import { registerPath } from '#index/members/invitation'
import { MemberError } from '#index/members/member-error'
import { formLimit } from '../server/visitor-limits.ts'
import type { AccountParts } from './account-parts.ts'
import { keepAddressSecret } from './keep-address-secret.ts'
import type { FormProblem } from './new-password-fields.ts'
import { accountPath, loginPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { type RegisterState, registerPage } from './register-page.ts'
import { sendMessagePage } from './send-message-page.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { visitorNetwork } from './visitor-network.ts'

const text = z.string().catch('')
const registerForm = z.object({
  invitation: text,
  name: text,
  password: text,
  again: text,
  email: text,
})

type Sent = Pick<z.infer<typeof registerForm>, 'invitation' | 'name' | 'email'>

const nothingSent: Sent = { invitation: '', name: '', email: '' }

export function registerRoutes(site: FastifyInstance, parts: AccountParts): void {
  site.get(registerPath, (request, reply) =>
    request.member === undefined
      ? sendForm(reply, parts, nothingSent)
      : reply.redirect(accountPath, 303),
  )
  site.get<{ Params: { invitation: string } }>(`${registerPath}/:invitation`, (request, reply) =>
    sendForm(reply, parts, { ...nothingSent, invitation: request.params.invitation }),
  )
  site.post(registerPath, { config: formLimit }, (request, reply) =>
    register(request, reply, parts),
  )
}

async function register(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AccountParts,
): Promise<FastifyReply> {
  const { members, cookie, shell } = parts
  const sent = registerForm.parse(request.body ?? {})
  const { name, password, email, invitation } = sent
  if (password !== sent.again) return await sendForm(reply, parts, sent, 'different')
  try {
    const replaced = cookie.read(request)
    const login = await members.register({
      name,
      password,
      // What the form did not ask for is not taken.
      email: members.hasMail() ? email : '',
      invitation: invitation === '' ? undefined : invitation,
      network: visitorNetwork(request.ip),
      client: clientOf(request.headers['user-agent']),
    })
    if (replaced !== undefined) await members.logOut(replaced)
    cookie.set(reply, login.secret)
    return await reply.redirect(accountPath, 303)
  } catch (error) {
    const refusal = refusalOf(shell().texts, error)
    if (refusal.retryAfterSeconds > 0) reply.header('Retry-After', refusal.retryAfterSeconds)
    return await sendForm(reply, parts, sent, refusal)
  }
}

/** The form, or why there is none. */
async function sendForm(
  reply: FastifyReply,
  parts: AccountParts,
  { invitation: secret, name, email }: Sent,
  problem?: FormProblem,
): Promise<FastifyReply> {
  const { members, shell } = parts
  keepAddressSecret(reply)
  if (members.registration() === 'closed') return sendRefusal(reply, parts, 'closed')
  if (members.registration() === 'invite' && secret === '')
    return sendRefusal(reply, parts, 'invitationNeeded')
  const invitation = await findInvitation(parts, secret)
  if (secret !== '' && invitation === undefined)
    return sendRefusal(reply, parts, 'unknownInvitation')
  const state: RegisterState = { invitation, hasMail: members.hasMail(), name, email, problem }
  const status = problem === undefined ? 200 : problem === 'different' ? 422 : problem.status
  return sendPrivatePage(reply, registerPage(shell(reply.request), state), status)
}

async function findInvitation(
  { members }: AccountParts,
  secret: string,
): Promise<RegisterState['invitation']> {
  if (secret === '') return undefined
  try {
    const { inviter } = await members.findInvitation(secret)
    return { secret, from: inviter.name }
  } catch (error) {
    if (error instanceof MemberError) return undefined
    throw error
  }
}

const statuses = { closed: 403, invitationNeeded: 403, unknownInvitation: 404 } as const

function sendRefusal(
  reply: FastifyReply,
  { shell }: AccountParts,
  why: keyof typeof statuses,
): FastifyReply {
  const { action, ...words } = shell().texts.members.register[why]
  const message = { ...words, action: { href: loginPath, label: action } }
  return sendMessagePage(reply, shell, message, statuses[why])
}
