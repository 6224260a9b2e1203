/** Who may look after the torrents: moderators and administrators. All others get no page of theirs. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { assert } from '#base/assert'
import { memberLabel } from '#index/members/member-parts'
import { mayDo } from '#index/members/role'
import { messageContent } from '../components/message.ts'
import { page } from '../components/page.ts'
import { sendPage } from '../server/send-page.ts'
import type { OperatorParts } from './operator-options.ts'

export function isOperator({ member }: FastifyRequest): boolean {
  return member !== undefined && mayDo(member.member.role, 'moderate')
}

/** How the audit log names the operator. Of a request that only operators get through with. */
export function actorOf({ member }: FastifyRequest): string {
  assert(member !== undefined, 'this page is for operators, and somebody else got there')
  return memberLabel(member.member)
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

/** A hook for routes: who is not logged in is asked to, and a member who may not is told so. */
export function requireOperator({
  requireMember,
  shell,
}: Pick<OperatorParts, 'requireMember' | 'shell'>): Hook {
  return async (request, reply) => {
    const sent = await requireMember(request, reply)
    if (sent !== undefined || isOperator(request)) return sent
    const { title, action, ...message } = shell().texts.registered.operator.refused
    const content = messageContent(title, {
      ...message,
      action: { href: '/torrents', label: action },
    })
    return sendPage(reply, page(shell(request), { title, isProse: true, content }), 403)
  }
}
