/**
 * The OpenAPI document as a reader of it sees it, who knows nothing of the program: which operations there are, and
 * whether an answer is what it promises.
 */
import * as z from 'zod'
import type { ApiAnswer, ApiCaller, ApiRequest } from './api-caller.ts'
import { type Json, objectAt } from './json.ts'

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]

type Operation = {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Needs a token with this scope; undefined for what only the operator may call. */
  readonly scope: string | undefined
  readonly responses: Json
}

/** What is asked of one operation; `path` has its parameters and its query. */
export type Ask = ApiRequest & { readonly path: string }

export class DescribedApi {
  readonly operations: readonly Operation[]
  /** Ids with the statuses that they answered. */
  readonly answered = new Map<string, Set<number>>()
  readonly #schemas: Json

  constructor(document: unknown) {
    const { paths, components } = objectAt(document)
    this.#schemas = objectAt(objectAt(components)['schemas'])
    this.operations = Object.entries(objectAt(paths)).flatMap(([path, methods]) =>
      Object.entries(objectAt(methods)).map(([method, one]) => operationOf(path, method, one)),
    )
  }

  operation(id: string): Operation {
    const found = this.operations.find((operation) => operation.id === id)
    if (found === undefined) throw new Error(`the document has no ${id}`)
    return found
  }

  /** Calls an operation; throws where the answer is not as the document says. */
  async call(caller: ApiCaller, id: string, { path, ...request }: Ask): Promise<ApiAnswer> {
    const operation = this.operation(id)
    const { method, responses } = operation
    if (!pattern(operation.path).test(path)) throw new Error(`${path} is no ${operation.path}`)
    const answer = await caller(path, { ...request, method: method.toUpperCase() })
    const described = responses[answer.status]
    if (described === undefined)
      throw new Error(`${id} answers ${answer.status}: ${JSON.stringify(answer.body)}`)
    this.#schemaOf(described).parse(answer.body)
    const statuses = this.answered.get(id) ?? new Set()
    this.answered.set(id, statuses.add(answer.status))
    return answer
  }

  /** Closed to everything that is not described. */
  #schemaOf(response: unknown): z.ZodType {
    const content = objectAt(objectAt(response)['content'])
    const { schema } = objectAt(content['application/json'])
    const whole = { ...objectAt(schema), $defs: this.#schemas }
    const text = JSON.stringify(whole, (_key, value: unknown) => closed(value))
    const json = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as JsonSchema
    return z.fromJSONSchema(json)
  }
}

function operationOf(path: string, method: string, described: unknown): Operation {
  const { operationId, security, responses } = objectAt(described)
  const [needed] = (security as readonly Json[]).flatMap(({ token }) => token as string[])
  return { id: String(operationId), method, path, scope: needed, responses: objectAt(responses) }
}

function closed(value: unknown): unknown {
  const isObjectSchema = typeof value === 'object' && value !== null && 'properties' in value
  return isObjectSchema ? { ...value, additionalProperties: false } : value
}

/** What a path with parameters in braces may look like, with a query or without. */
function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/?]+')}(?:\\?.*)?$`)
}
