/** Makes a Route of typed parts: its input is read by the schemas before the handler sees it. */
import * as z from 'zod'
import type { ApiParts } from './api-parts.ts'
import type { Route, RouteOptions } from './route.ts'

/** For routes without parameters, and without a query. */
export const nothing = z.strictObject({})

/** The answer of routes with an `answerType`: what is saved, and under which name. */
export const fileAnswer = z.object({ bytes: z.instanceof(Uint8Array), fileName: z.string() })

/** For routes that take no body. */
export const noBody = z.undefined('this takes no body; leave it out')

export function defineRoute<Params, Query, Body, Answer, Parts = ApiParts>(
  options: RouteOptions<Params, Query, Body, Answer, Parts>,
): Route<Answer, Parts> {
  const { params, query, body, handle, handleBinary, ...description } = options
  return {
    ...description,
    params,
    query,
    body,
    run: async (raw, parts, caller) => {
      const read = { params: params.parse(raw.params), query: query.parse(raw.query) }
      const call = { ...read, parts, ...caller }
      if (handleBinary !== undefined && raw.body instanceof Uint8Array)
        return await handleBinary({ ...call, body: raw.body })
      return await handle({ ...call, body: body.parse(raw.body) })
    },
  }
}
