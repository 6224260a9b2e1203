/**
 * The doors to the API: who is let in to a route, and how often. Who made a request that was let in is kept, for
 * the audit log and for what concerns the member whose token it is.
 */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { apiRefusalsPerMinuteMax, apiRequestsPerMinuteMax } from '#base/limits'
import type { Tokens } from '#index/tokens/tokens'
import { authenticate, type Caller } from './authenticate.ts'
import { Problem } from './problem.ts'
import type { RouteAccess } from './route.ts'

export type Door = {
  readonly isOpenTo: (access: RouteAccess) => boolean
  /** Runs before the body is read. Rejects with Problem. */
  readonly admit: (request: FastifyRequest, access: RouteAccess) => Promise<void>
  /** Who made a request that was admitted. */
  readonly callerOf: (request: FastifyRequest) => Caller
}

/** The control socket and the command line: whoever reaches them is the operator. */
export const operatorDoor: Door = {
  isOpenTo: () => true,
  admit: () => Promise.resolve(),
  callerOf: () => ({ actor: 'operator', memberId: undefined }),
}

export type PublicDoorOptions = {
  readonly tokens: Tokens
  /** Whether callers are held to a number of requests a minute. */
  readonly isLimited: boolean
}

const minuteMs = 60_000

export async function openPublicDoor(
  api: FastifyInstance,
  { tokens, isLimited }: PublicDoorOptions,
): Promise<Door> {
  const callers = new WeakMap<FastifyRequest, Caller>()
  const callerOf = (request: FastifyRequest): Caller => callers.get(request) ?? anybody
  const actorOf = (request: FastifyRequest): string => callerOf(request).actor
  const limits = isLimited ? await createLimits(api, actorOf) : noLimits
  return {
    isOpenTo: (access) => access !== 'operator',
    admit: async (request, access) => {
      if (access !== 'anybody' && access !== 'operator')
        try {
          callers.set(request, await authenticate(tokens, request.headers.authorization, access))
        } catch (error) {
          if (error instanceof Problem) await limits.countRefusal(request)
          throw error
        }
      await limits.countRequest(request)
    },
    callerOf,
  }
}

const anybody: Caller = { actor: 'anybody', memberId: undefined }

/** Each rejects with Problem where it is one too many. */
type Limits = {
  readonly countRequest: (request: FastifyRequest) => Promise<void>
  readonly countRefusal: (request: FastifyRequest) => Promise<void>
}

const noLimits: Limits = {
  countRequest: () => Promise.resolve(),
  countRefusal: () => Promise.resolve(),
}

async function createLimits(
  api: FastifyInstance,
  actorOf: (request: FastifyRequest) => string,
): Promise<Limits> {
  // The server that the API is a part of may have limits of its own, made by the same plugin.
  if (!api.hasDecorator('createRateLimit')) await api.register(rateLimit, { global: false })
  const limit = (max: number, keyGenerator: (request: FastifyRequest) => string) => {
    const count = api.createRateLimit({ max, timeWindow: minuteMs, keyGenerator })
    return async (request: FastifyRequest): Promise<void> => {
      const counted = await count(request)
      if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.ttl)
    }
  }
  return {
    countRequest: limit(apiRequestsPerMinuteMax, (request) => keyOf(request, actorOf(request))),
    countRefusal: limit(apiRefusalsPerMinuteMax, (request) => request.ip),
  }
}

/** A token has one limit wherever it is used from; those without are told apart by address. */
function keyOf(request: FastifyRequest, actor: string): string {
  return actor === anybody.actor ? `${actor} ${request.ip}` : actor
}

function tooMany(leftMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(leftMs / 1000))
  return new Problem(
    429,
    'too_many_requests',
    `too many requests; wait ${seconds} s, and register many torrents with /torrents/bulk`,
    { retryAfterSeconds: seconds },
  )
}
