/**
 * What a route of the JSON API is: one row of the table that the server answers by, the command line calls by, and
 * the OpenAPI document is written from. Input and answer are described by Zod schemas once.
 */
import type * as z from 'zod'
import type { TokenScope } from '#index/tokens/token'
import type { ApiParts } from './api-parts.ts'
import type { Caller } from './authenticate.ts'

/**
 * Who may use a route: whoever has a token with the scope, anybody, or the operator alone, through the control
 * socket and the command line. The operator may use all.
 */
export type RouteAccess = TokenScope | 'anybody' | 'operator'

export type RawInput = {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** `actor` is who calls, for the audit log: `operator`, `token 3`. */
export type RouteCall<Params, Query, Body, Parts = ApiParts> = {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly parts: Parts
  readonly actor: string
  /** The member whose token it is; undefined for a token that the operator made, and for the operator. */
  readonly memberId: number | undefined
}

export type RouteAnswer<Answer> = { readonly status: 200 | 201; readonly body: Answer }

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Description = {
  /** Stable name: `addTorrent`. */
  readonly id: string
  readonly method: Method
  /** Below `/api/v1`, with parameters in braces: `/torrents/{info_hash}`. */
  readonly path: string
  readonly access: RouteAccess
  /** One line. */
  readonly summary: string
  /** Sentences, in CommonMark. */
  readonly description: string
  /** What each status of success means. */
  readonly statuses: Readonly<Partial<Record<200 | 201, string>>>
  /** Problems that this route tells beside those that any can, by status. */
  readonly problems?: Readonly<Partial<Record<404 | 409 | 422, string>>>
  /** Bytes of a body. */
  readonly bodyBytesMax?: number
  /** Takes a body of this type as it is, beside JSON. */
  readonly binaryType?: string
  /** Answers with a file of this type (`fileAnswer`) and not with JSON. */
  readonly answerType?: string
}

/** `Parts` is what the route is answered from; most need all of it. */
export type Route<Answer = unknown, Parts = ApiParts> = Description & {
  readonly params: z.ZodType
  readonly query: z.ZodType
  /** `noBody` where none is taken. */
  readonly body: z.ZodType
  readonly answer: z.ZodType<Answer>
  /** Rejects with ZodError where the input is not as described. */
  readonly run: (input: RawInput, parts: Parts, caller: Caller) => Promise<RouteAnswer<Answer>>
}

export type RouteOptions<Params, Query, Body, Answer, Parts = ApiParts> = Description & {
  readonly params: z.ZodType<Params>
  readonly query: z.ZodType<Query>
  readonly body: z.ZodType<Body>
  readonly answer: z.ZodType<Answer>
  readonly handle: (call: RouteCall<Params, Query, Body, Parts>) => Promise<RouteAnswer<Answer>>
  /** For a body of `binaryType`. */
  readonly handleBinary?: (
    call: RouteCall<Params, Query, Uint8Array, Parts>,
  ) => Promise<RouteAnswer<Answer>>
}
