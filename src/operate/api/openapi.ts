/**
 * The OpenAPI 3.1 document of the API, written from the table of routes. It is the same behind every door; what only
 * the operator may call says so.
 */
import * as z from 'zod'
import { galleryRegistrationSchema } from './gallery-schemas.ts'
import { problemSchema } from './problem.ts'
import type { Route } from './route.ts'
import { apiPrefix, routes } from './routes.ts'
import { type Json, SchemaCollector } from './schema-collector.ts'
import { registrationSchema } from './torrent-schemas.ts'

/** Built once; it is plain JSON. */
export function openApiDocument(): Json {
  return (document ??= buildDocument())
}

let document: Json | undefined

function buildDocument(): Json {
  const schemas = new SchemaCollector()
  schemas.add(registrationSchema, 'input')
  schemas.add(galleryRegistrationSchema, 'input')
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const operations = (paths[route.path] ??= {})
    operations[route.method.toLowerCase()] = operationOf(route, schemas)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Waggle',
      version: '1',
      description: [
        'Registers the torrents that a tracker serves. Tokens are made by the operator:',
        '`waggle token create --scope torrents:write --label "my site"`.',
        'What is added or banned is in force with the next announce.',
        'A problem is answered as `{"error": {"code", "message"}}`; codes are stable, messages are for people.',
      ].join(' '),
    },
    servers: [{ url: apiPrefix }],
    tags: [
      { name: 'public', description: 'At site.listen, with a token.' },
      { name: 'operator', description: 'Through the control socket in data.directory only.' },
    ],
    paths,
    components: {
      schemas: schemas.collected(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function operationOf(route: Route, schemas: SchemaCollector): Json {
  const isPublic = route.access !== 'operator'
  const body = bodyOf(route, schemas)
  return {
    operationId: route.id,
    tags: [isPublic ? 'public' : 'operator'],
    summary: route.summary,
    description: isPublic
      ? `${route.description} Needs the scope \`${route.access}\`.`
      : route.description,
    security: isPublic ? [{ token: [route.access] }] : [],
    parameters: [
      ...parametersOf(route.params, 'path', schemas),
      ...parametersOf(route.query, 'query', schemas),
    ],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responsesOf(route, schemas),
  }
}

function bodyOf(route: Route, schemas: SchemaCollector): Json | undefined {
  if (!takesBody(route.body)) return undefined
  const json = { 'application/json': { schema: schemas.add(route.body, 'input') } }
  const { binaryType } = route
  const binary = binaryType === undefined ? {} : { [binaryType]: {} }
  return { required: true, content: { ...json, ...binary } }
}

function parametersOf(
  schema: z.ZodType,
  place: 'path' | 'query',
  schemas: SchemaCollector,
): Json[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).map(
    ([name, value]) => {
      const { description, ...described } = schemas.add(value, 'output')
      const isRequired = !value.safeParse(undefined).success
      return {
        name,
        in: place,
        required: isRequired,
        ...(description === undefined ? {} : { description }),
        schema: described,
      }
    },
  )
}

function responsesOf(route: Route, schemas: SchemaCollector): Json {
  const answer: Json =
    route.answerType === undefined
      ? { 'application/json': { schema: schemas.add(route.answer, 'output') } }
      : { [route.answerType]: {} }
  const problem = { 'application/json': { schema: schemas.add(problemSchema, 'output') } }
  const successes = Object.entries(route.statuses).map(
    ([status, description]) => [status, { description, content: answer }] as const,
  )
  const problems = Object.entries(problemsOf(route)).map(
    ([status, description]) => [status, { description, content: problem }] as const,
  )
  return Object.fromEntries<Json>([...successes, ...problems])
}

function problemsOf({ access, problems, params, query, body }: Route): Json {
  const isPublic = access !== 'operator'
  const takesInput = [params, query].some(hasKeys) || takesBody(body)
  return {
    ...(isPublic ? { 401: 'There is no token, or it is unknown or revoked.' } : {}),
    ...(isPublic ? { 403: 'The token does not allow this.' } : {}),
    ...(takesInput ? { 422: 'The request is not as described here.' } : {}),
    ...problems,
    ...(isPublic ? { 429: 'Too many requests; `Retry-After` says when to come back.' } : {}),
    ...(takesBody(body) ? bodyProblems : {}),
    503: 'The database is away; `Retry-After` says when to try again, which does no harm.',
  }
}

const bodyProblems = {
  400: 'The body is not JSON.',
  413: 'The body is too large.',
  415: 'The body is of a type that is not taken here.',
}

function takesBody(body: z.ZodType): boolean {
  return !(body instanceof z.ZodUndefined)
}

function hasKeys(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0
}
