/** One value of a query string or a form, as Fastify reads it; of several the first. Undefined where there is nothing in it. */
export function queryText(query: unknown, name: string): string | undefined {
  const given = (query as Readonly<Record<string, unknown>> | undefined)?.[name]
  const first: unknown = Array.isArray(given) ? given[0] : given
  return typeof first === 'string' && first !== '' ? first : undefined
}
