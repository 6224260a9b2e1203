/**
 * Zod's schemas as JSON Schema (2020-12, as OpenAPI 3.1 has it), those with a name collected in one place. What the API
 * answers may grow: answers are not closed to further properties.
 */
import * as z from 'zod'

export type Json = { readonly [key: string]: unknown }

/** Where a document keeps its named schemas. */
const place = '#/components/schemas/'

export class SchemaCollector {
  readonly #named: Record<string, unknown> = {}

  /** The schema, with references to where the named ones stand. */
  add(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs = {},
      ...own
    } = z.toJSONSchema(schema, {
      io,
      override: ({ jsonSchema }) => {
        if (io === 'output') delete jsonSchema.additionalProperties
      },
    })
    for (const [name, named] of Object.entries($defs)) this.#named[name] = relink(named)
    return relink(own)
  }

  /** Those with a name, in the order of the alphabet. */
  collected(): Json {
    const sorted = Object.entries(this.#named).toSorted(([one], [other]) => (one < other ? -1 : 1))
    return Object.fromEntries(sorted)
  }
}

/** The same, with its references to `$defs` leading to the collection. */
function relink(value: unknown): Json {
  const text = JSON.stringify(value, (key, inner: unknown) => {
    const isReference = key === '$ref' && typeof inner === 'string'
    return isReference ? inner.replace('#/$defs/', place) : inner
  })
  return JSON.parse(text) as Json
}
