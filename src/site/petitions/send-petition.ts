/** Sends the page of a petition to a member. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Member } from '#index/members/member'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { daySeconds, votePower } from '#index/petitions/petition-rules'
import { ownerOf, type Subject } from '#index/petitions/petition-targets'
import { weightOf } from '#index/petitions/power'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { memberOf, visitorOf } from '../gallery/gallery-visitor.ts'
import { queryText } from '../server/query-text.ts'
import type { PetitionParts } from './petition-options.ts'
import { type PetitionDone, petitionPage } from './petition-page.ts'
import type { OwnVote } from './vote-section.ts'

export async function sendPetition(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PetitionParts,
  { found, problem }: { readonly found: FoundPetition; readonly problem?: string },
): Promise<FastifyReply> {
  const { clock, shell } = parts
  const member = memberOf(request)
  const own = await ownVoteOf(parts, found, member)
  const nowSeconds = clock.nowSeconds()
  const isModerator = visitorOf(request).may('moderate')
  const page = petitionPage(shell(request), {
    found,
    own,
    isModerator,
    appealUntil: appealUntilOf(parts, found, { own, isModerator, nowSeconds }),
    done: problem === undefined ? readDone(request, found, member) : undefined,
    verdict: queryText(request.body, 'verdict') ?? '',
    problem,
    nowSeconds,
  })
  return sendPrivatePage(reply, page, problem === undefined ? 200 : 422)
}

async function ownVoteOf(
  { petitions }: PetitionParts,
  { petition: { target }, subject }: FoundPetition,
  member: Member,
): Promise<OwnVote> {
  const rules = petitions.rules()
  const power = await petitions.powerOf(member)
  return {
    memberId: member.id,
    power: power.total,
    weight: weightOf(target.kind, power, rules),
    neededPower: votePower(target.kind, rules),
    isDecisive: isUploaderOf(subject, member),
  }
}

export function isUploaderOf(subject: Subject | undefined, { id }: Pick<Member, 'id'>): boolean {
  return subject?.kind === 'torrent' && ownerOf(subject).id === id
}

type Appellant = {
  readonly own: OwnVote
  readonly isModerator: boolean
  readonly nowSeconds: number
}

/** Undefined for whoever may not: those who moderate restore it without one. */
function appealUntilOf(
  { petitions }: PetitionParts,
  { petition, subject }: FoundPetition,
  { own, isModerator, nowSeconds }: Appellant,
): number | undefined {
  const { appealDays, appealPower, ownerAppeals } = petitions.rules()
  if (subject?.kind !== 'gallery' || petition.ending === undefined || isModerator) return undefined
  const until = petition.ending.at + appealDays * daySeconds
  const isOwner = ownerAppeals && ownerOf(subject).id === own.memberId
  const mayAppeal = petition.state === 'active' && (isOwner || own.power >= appealPower)
  return mayAppeal && nowSeconds < until ? until : undefined
}

/** Anybody can write an address that says something was done. */
function readDone(
  { query }: FastifyRequest,
  { petition }: FoundPetition,
  { id }: Member,
): PetitionDone | undefined {
  const isSo: Readonly<Record<PetitionDone, boolean>> = {
    opened: petition.starter.id === id && petition.state === 'open',
    voted: petition.votes.some(({ by }) => by.id === id),
    appealed: petition.state === 'appealed',
    decided: petition.decision !== undefined,
    undone: petition.decision === undefined,
  }
  const done = (Object.keys(isSo) as PetitionDone[]).find((one) => one === queryText(query, 'done'))
  return done !== undefined && isSo[done] ? done : undefined
}
