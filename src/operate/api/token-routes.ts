/** The routes that make and revoke the tokens of this API: for the operator alone. */
import * as z from 'zod'
import { type Token, tokenScopes } from '#index/tokens/token'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { digits } from './digits.ts'

const seconds = z.int().min(0)

const tokenSchema = z
  .object({
    id: z.int(),
    label: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    created_at: seconds,
    used_at: seconds.nullable().meta({ description: 'To the hour.' }),
    revoked_at: seconds.nullable(),
  })
  .meta({ id: 'Token' })

export const createToken = defineRoute({
  id: 'createToken',
  method: 'POST',
  path: '/tokens',
  access: 'operator',
  summary: 'Makes a token',
  description: 'The token itself is told this once; the database keeps its digest alone.',
  statuses: { 201: 'The token.' },
  problems: { 409: 'There are too many tokens.', 422: 'The label or the scopes cannot be.' },
  params: nothing,
  query: nothing,
  body: z.strictObject({ label: z.string(), scopes: z.array(z.enum(tokenScopes)) }),
  answer: z.object({ token: z.string(), ...tokenSchema.shape }),
  handle: async ({ body, parts, actor }) => {
    const { token, secret } = await parts.tokens.create(body.label, body.scopes, actor)
    return { status: 201, body: { token: secret, ...tokenJson(token) } }
  },
})

export const listTokens = defineRoute({
  id: 'listTokens',
  method: 'GET',
  path: '/tokens',
  access: 'operator',
  summary: 'Lists the tokens',
  description: 'Revoked ones too.',
  statuses: { 200: 'All tokens.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: z.object({ tokens: z.array(tokenSchema) }),
  handle: async ({ parts }) => {
    const tokens = await parts.tokens.list()
    return { status: 200, body: { tokens: tokens.map(tokenJson) } }
  },
})

export const revokeToken = defineRoute({
  id: 'revokeToken',
  method: 'DELETE',
  path: '/tokens/{id}',
  access: 'operator',
  summary: 'Revokes a token',
  description: 'It is refused from the next request on. A token that is revoked stays so.',
  statuses: { 200: 'The token, revoked.' },
  problems: { 404: 'There is no such token.' },
  params: z.strictObject({ id: digits(z.int().min(1)) }),
  query: nothing,
  body: noBody,
  answer: tokenSchema,
  handle: async ({ params, parts, actor }) => {
    const token = await parts.tokens.revoke(params.id, actor)
    return { status: 200, body: tokenJson(token) }
  },
})

function tokenJson(token: Token): z.infer<typeof tokenSchema> {
  return {
    id: token.id,
    label: token.label,
    scopes: [...token.scopes],
    created_at: token.createdAt,
    used_at: token.usedAt ?? null,
    revoked_at: token.revokedAt ?? null,
  }
}
