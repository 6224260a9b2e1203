/** Asking for a link to set a new password. The answer is the same whoever was asked for. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import * as z from 'zod'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import { formLimit } from '../server/visitor-limits.ts'
import type { Shell } from '../shell.ts'
import type { AccountParts } from './account-parts.ts'
import { accountPath, forgottenPath, loginPath } from './paths.ts'
import { refusalOf } from './refusal.ts'
import { sendMessagePage } from './send-message-page.ts'
import { sendPrivatePage } from './send-private-page.ts'
import { visitorNetwork } from './visitor-network.ts'

const forgottenForm = z.object({ who: z.string().catch('') })

/** Longer than any name or address. */
const charactersMax = 300

export function forgottenRoutes(site: FastifyInstance, parts: AccountParts): void {
  const { members, shell } = parts
  site.get(forgottenPath, (request, reply) =>
    members.hasMail()
      ? sendPrivatePage(reply, forgottenPage(shell(request)))
      : sendTold(reply, parts, 'off'),
  )
  site.post(forgottenPath, { config: formLimit }, (request, reply) => {
    if (!members.hasMail()) return sendTold(reply, parts, 'off')
    const { who } = forgottenForm.parse(request.body ?? {})
    try {
      members.requestReset(who.slice(0, charactersMax), visitorNetwork(request.ip))
      return sendTold(reply, parts, 'sent')
    } catch (error) {
      const refusal = refusalOf(shell().texts, error)
      reply.header('Retry-After', refusal.retryAfterSeconds)
      return sendPrivatePage(reply, forgottenPage(shell(request), refusal.text), refusal.status)
    }
  })
}

function sendTold(
  reply: FastifyReply,
  { shell }: AccountParts,
  what: 'sent' | 'off',
): FastifyReply {
  const { action, ...words } = shell().texts.members.forgotten[what]
  const message = { ...words, action: { href: loginPath, label: action } }
  return sendMessagePage(reply, shell, message)
}

function forgottenPage(shell: Shell, problem?: string): Html {
  const { texts } = shell
  const words = texts.members.forgotten
  return page(shell, {
    title: words.title,
    tab: accountPath,
    isProse: true,
    content: html`<h1>${words.title}</h1>
      ${problem !== undefined && notice(texts, 'error', problem)}
      <p>${words.lead}</p>
      ${form({
        action: forgottenPath,
        fields: inputField(texts, {
          name: 'who',
          label: words.field,
          autocomplete: 'username',
          isRequired: true,
        }),
        submit: words.submit,
        look: 'primary',
      })}`,
  })
}
