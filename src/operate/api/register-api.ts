/**
 * The JSON API as a part of a Fastify server, with body parsers, errors and limits of its own, so that whatever else
 * the server answers stays as it is. The same routes stand behind each door.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { attachment } from '#base/content-disposition'
import type { ApiParts, BlockParts } from './api-parts.ts'
import { addBodyParsers } from './body-parsers.ts'
import { fileAnswer } from './define-route.ts'
import { type Door, openPublicDoor, operatorDoor } from './doors.ts'
import { dropBody } from './drop-body.ts'
import { openApiDocument } from './openapi.ts'
import { Problem, problemOf } from './problem.ts'
import type { RawInput, Route } from './route.ts'
import { apiPrefix, blockRoutes, routes } from './routes.ts'

export type ApiOptions = {
  readonly parts: ApiParts
  /** `public` asks for tokens; `operator` lets whoever reaches it do everything. */
  readonly door: 'public' | 'operator'
  /** Whether the public is held to a number of requests a minute. */
  readonly isLimited: boolean
  /** Our own faults, for the log. */
  readonly onFault: (error: unknown) => void
}

export type BlockApiOptions = Pick<ApiOptions, 'onFault'> & { readonly parts: BlockParts }

/** Bytes of a body where the route says nothing else. */
const bodyBytesMax = 64 * 1024

/** Adds the API to a server that does not listen yet. */
export async function registerApi(fastify: FastifyInstance, options: ApiOptions): Promise<void> {
  const { parts, isLimited, onFault } = options
  const openDoor = async (api: FastifyInstance): Promise<Door> =>
    options.door === 'operator'
      ? operatorDoor
      : await openPublicDoor(api, { tokens: parts.tokens, isLimited })
  const table = { routes, parts, openDoor, isOperator: options.door === 'operator', onFault }
  await fastify.register((api) => addApi(api, table), { prefix: apiPrefix })
}

/** Adds what of the API needs no database, for the operator. */
export async function registerBlockApi(
  fastify: FastifyInstance,
  { parts, onFault }: BlockApiOptions,
): Promise<void> {
  const table = { routes: blockRoutes, parts, openDoor: doorOfOperator, isOperator: true, onFault }
  await fastify.register((api) => addApi(api, table), { prefix: apiPrefix })
}

function doorOfOperator(): Promise<Door> {
  return Promise.resolve(operatorDoor)
}

type Table<Parts> = Pick<ApiOptions, 'onFault'> & {
  readonly routes: readonly Route<unknown, Parts>[]
  readonly parts: Parts
  readonly openDoor: (api: FastifyInstance) => Promise<Door>
  /** Who calls may know about the machine. */
  readonly isOperator: boolean
}

async function addApi<Parts>(api: FastifyInstance, table: Table<Parts>): Promise<void> {
  const fail = async (
    { raw }: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
  ): Promise<FastifyReply> => {
    const problem = problemOf(error, table.isOperator)
    if (problem.status === 500) table.onFault(error)
    if (problem.status === 413) await dropBody(raw)
    return sendProblem(reply, problem)
  }
  addBodyParsers(api)
  api.setErrorHandler((error, request, reply) => fail(request, reply, error))
  const door = await table.openDoor(api)
  const open = table.routes.filter(({ access }) => door.isOpenTo(access))
  api.setNotFoundHandler((request, reply) => fail(request, reply, unknownRequest(request, open)))
  for (const route of open) addRoute(api, route, door, table.parts)
  api.get('/openapi.json', {
    onRequest: [(request) => door.admit(request, 'anybody')],
    config: { rateLimit: false },
    handler: (_request, reply) => reply.send(openApiDocument()),
  })
}

function addRoute<Parts>(
  api: FastifyInstance,
  route: Route<unknown, Parts>,
  door: Door,
  parts: Parts,
): void {
  api.route({
    method: route.method,
    url: patternOf(route),
    bodyLimit: route.bodyBytesMax ?? bodyBytesMax,
    // The door counts requests itself.
    config: { rateLimit: false },
    onRequest: [(request) => door.admit(request, route.access)],
    handler: async (request, reply) => {
      const { status, body } = await route.run(inputOf(request), parts, door.callerOf(request))
      reply.code(status).header('Cache-Control', 'no-store')
      const { answerType } = route
      return answerType === undefined ? reply.send(body) : sendFile(reply, answerType, body)
    },
  })
}

function inputOf({ params, query, body }: FastifyRequest): RawInput {
  // Fastify says null or undefined where there is no body, depending on the method.
  return { params, query, body: body ?? undefined }
}

function sendFile(reply: FastifyReply, type: string, answer: unknown): FastifyReply {
  const { bytes, fileName } = fileAnswer.parse(answer)
  return reply
    .type(type)
    .header('Content-Disposition', attachment(fileName))
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.allowed.length > 0) reply.header('Allow', problem.allowed.join(', '))
  if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer')
  if (problem.retryAfterSeconds > 0) reply.header('Retry-After', problem.retryAfterSeconds)
  return reply
    .code(problem.status)
    .header('Cache-Control', 'no-store')
    .send({ error: { code: problem.code, message: problem.message } })
}

function patternOf({ path }: Pick<Route, 'path'>): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

type RouteName = Pick<Route, 'method' | 'path'>

const documentRoute: RouteName = { method: 'GET', path: '/openapi.json' }

/** What is asked of a path that has other methods can at least be told which (RFC 9110, section 15.5.6). */
function unknownRequest({ method, url }: FastifyRequest, open: readonly RouteName[]): Problem {
  const path = url.slice(apiPrefix.length).replace(/\?.*$/s, '')
  const allowed = [...open, documentRoute].filter((route) => leadsTo(route, path))
  if (allowed.length === 0) return unknownRoute
  const methods = allowed.flatMap((route) =>
    route.method === 'GET' ? ['GET', 'HEAD'] : [route.method],
  )
  const message = `${method} is not for this route; it has ${methods.join(', ')}`
  return new Problem(405, 'wrong_method', message, { allowed: methods })
}

function leadsTo(route: RouteName, path: string): boolean {
  const wanted = route.path.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith('{') || part === given[index])
  )
}

const unknownRoute = new Problem(
  404,
  'unknown_route',
  `there is no such route; ${apiPrefix}/openapi.json lists all, and some are for the control socket only`,
)
