/**
 * The routes that look after members: for the operator alone. Members are named in the body, because a name of 32
 * characters can be too long for a path.
 */
import * as z from 'zod'
import { type LinkSecret, linkAddress } from '#index/members/link'
import { type Member, memberStates } from '#index/members/member'
import type { MemberBan } from '#index/members/member-ban'
import { type Role, roles } from '#index/members/role'
import type { ApiParts } from './api-parts.ts'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { digits } from './digits.ts'

const seconds = z.int().min(0)
const pageMax = 1000

const memberSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    role: z.enum(roles as [Role, ...Role[]]),
    state: z.enum(memberStates),
    has_password: z.boolean().meta({ description: 'False until a link was used to set it.' }),
    created_at: seconds,
    last_seen_at: seconds.nullable().meta({ description: 'To the day.' }),
    invited_by: z.int().nullable().meta({ description: 'The member who invited them.' }),
    ban: z
      .object({
        reason: z.string(),
        is_public: z.boolean().meta({ description: 'Whether the member is told the reason.' }),
        at: seconds,
        until: seconds.nullable().meta({ description: 'When it ends by itself.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Member' })

export type MemberJson = z.infer<typeof memberSchema>

const linkSchema = {
  link: z.string().meta({ description: 'Sets the password, once. It is told this once.' }),
  link_expires_at: seconds,
}

const nameSchema = z.string().meta({ description: 'In any case; accents make no difference.' })
const unknown = 'There is no such member.'

export const addMember = defineRoute({
  id: 'addMember',
  method: 'POST',
  path: '/members',
  access: 'operator',
  summary: 'Makes an account',
  description: 'Its owner sets the password with the link.',
  statuses: { 201: 'The member, the key of their torrents, and the link.' },
  problems: { 409: 'The name is taken.', 422: 'The name cannot be.' },
  params: nothing,
  query: nothing,
  body: z.strictObject({ name: z.string(), role: memberSchema.shape.role.default('member') }),
  answer: z.object({ ...memberSchema.shape, torrent_key: z.string(), ...linkSchema }),
  handle: async ({ body, parts, actor }) => {
    const { member, torrentKey, link } = await parts.members.add(body.name, body.role, actor)
    const secrets = { torrent_key: torrentKey, ...linkJson(parts, link) }
    return { status: 201, body: { ...memberJson(member), ...secrets } }
  },
})

export const listMembers = defineRoute({
  id: 'listMembers',
  method: 'GET',
  path: '/members',
  access: 'operator',
  summary: 'Lists the members, a page at a time',
  description: 'The next page is had with `after` set to the `next` of this one.',
  statuses: { 200: 'A page; `next` is null on the last one.' },
  params: nothing,
  query: z.strictObject({
    after: digits(z.int().min(0)).default(0),
    limit: digits(z.int().min(1).max(pageMax)).default(100),
  }),
  body: noBody,
  answer: z.object({ members: z.array(memberSchema), next: z.int().nullable() }),
  handle: async ({ query, parts }) => {
    const found = await parts.members.after(query.after, query.limit + 1)
    const page = found.slice(0, query.limit)
    const next = found.length > page.length ? (page.at(-1)?.id ?? null) : null
    return { status: 200, body: { members: page.map(memberJson), next } }
  },
})

export const findMember = defineRoute({
  id: 'findMember',
  method: 'GET',
  path: '/members/one',
  access: 'operator',
  summary: 'Finds a member by name',
  description: 'With whom the member has invited.',
  statuses: { 200: 'The member.' },
  problems: { 404: unknown },
  params: nothing,
  query: z.strictObject({ name: nameSchema }),
  body: noBody,
  answer: z.object({
    ...memberSchema.shape,
    invited: z.array(z.object({ id: z.int(), name: z.string() })),
  }),
  handle: async ({ query, parts }) => {
    const member = await parts.members.findByName(query.name)
    const invited = await parts.members.invitedBy(member.id)
    const names = invited.map(({ id, name }) => ({ id, name }))
    return { status: 200, body: { ...memberJson(member), invited: names } }
  },
})

export const setMemberRole = defineRoute({
  id: 'setMemberRole',
  method: 'PUT',
  path: '/members/role',
  access: 'operator',
  summary: 'Gives a member another role',
  description: 'The member is logged out everywhere.',
  statuses: { 200: 'The member.' },
  problems: { 404: unknown, 409: 'The account was deleted.' },
  params: nothing,
  query: nothing,
  body: z.strictObject({ name: nameSchema, role: memberSchema.shape.role }),
  answer: memberSchema,
  handle: async ({ body, parts, actor }) => {
    const member = await parts.members.setRole(body.name, body.role, actor)
    return { status: 200, body: memberJson(member) }
  },
})

export const suspendMember = memberRoute({
  id: 'suspendMember',
  path: '/members/suspend',
  summary: 'Keeps a member out',
  description: 'The member is logged out everywhere, and links that were handed out end.',
  problems: { 404: unknown, 409: 'The account was deleted.' },
  act: ({ members }, name, actor) => members.suspend(name, actor),
})

export const restoreMember = memberRoute({
  id: 'restoreMember',
  path: '/members/restore',
  summary: 'Lets a suspended member in again',
  description: 'One who is not suspended stays as they are.',
  problems: { 404: unknown, 409: 'The account was deleted.' },
  act: ({ members }, name, actor) => members.restore(name, actor),
})

export const banMember = defineRoute({
  id: 'banMember',
  method: 'POST',
  path: '/members/ban',
  access: 'operator',
  summary: 'Keeps a member out for a reason',
  description:
    'It takes the place of an earlier ban. The member is logged out everywhere, and announces with their key are refused; the ban ends by itself where an end is named.',
  statuses: { 200: 'The member.' },
  problems: { 404: unknown, 422: 'The reason or the end cannot be.' },
  params: nothing,
  query: nothing,
  body: z.strictObject({
    name: nameSchema,
    reason: z.string(),
    is_public: z.boolean().default(false),
    until: seconds.nullable().default(null),
  }),
  answer: memberSchema,
  handle: async ({ body, parts, actor }) => {
    const { name, reason, is_public: isPublic, until } = body
    const ban = { reason, isPublic, until: until ?? undefined }
    return { status: 200, body: memberJson(await parts.members.ban(name, ban, actor)) }
  },
})

export const unbanMember = memberRoute({
  id: 'unbanMember',
  path: '/members/unban',
  summary: 'Lets a banned member in again',
  description: 'One who is not banned stays as they are.',
  problems: { 404: unknown },
  act: ({ members }, name, actor) => members.unban(name, actor),
})

export const createMemberLink = defineRoute({
  id: 'createMemberLink',
  method: 'POST',
  path: '/members/link',
  access: 'operator',
  summary: 'Makes a link with which a member sets a new password',
  description:
    'It takes the place of the one before, works once, and ends all sessions of the member when it is used.',
  statuses: { 201: 'The link.' },
  problems: { 404: unknown, 409: 'The account is suspended, banned, or was deleted.' },
  params: nothing,
  query: nothing,
  body: z.strictObject({ name: nameSchema }),
  answer: z.object({ ...memberSchema.shape, ...linkSchema }),
  handle: async ({ body, parts, actor }) => {
    const { member, link } = await parts.members.createLink(body.name, actor)
    return { status: 201, body: { ...memberJson(member), ...linkJson(parts, link) } }
  },
})

type MemberRoute = {
  readonly id: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly problems: { readonly 404: string; readonly 409?: string }
  readonly act: (parts: ApiParts, name: string, actor: string) => Promise<Member>
}

/** Does one thing to the member whom the body names, and answers with them. */
function memberRoute({ act, ...description }: MemberRoute) {
  return defineRoute({
    ...description,
    method: 'POST',
    access: 'operator',
    statuses: { 200: 'The member.' },
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: nameSchema }),
    answer: memberSchema,
    handle: async ({ body, parts, actor }) => ({
      status: 200,
      body: memberJson(await act(parts, body.name, actor)),
    }),
  })
}

function memberJson(member: Member): MemberJson {
  return {
    id: member.id,
    name: member.name,
    role: member.role,
    state: member.state,
    has_password: member.hasPassword,
    created_at: member.createdAt,
    last_seen_at: member.lastSeenAt ?? null,
    invited_by: member.invitedById ?? null,
    ban: member.ban ? banJson(member.ban) : null,
  }
}

function banJson({ reason, isPublic, at, until }: MemberBan): MemberJson['ban'] {
  return { reason, is_public: isPublic, at, until: until ?? null }
}

function linkJson({ siteAddress }: ApiParts, link: LinkSecret) {
  return { link: linkAddress(siteAddress(), link), link_expires_at: link.expiresAt }
}
