/**
 * Where a socket is bound: `host:port`, IPv6 in brackets, as the program prints it when it is ready.
 */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** Reads `127.0.0.1:6969` or `[::1]:6969`; throws on anything else. */
export function parseEndpoint(text: string): Endpoint {
  const match = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || port < 1 || port > 65_535) throw new Error(`not an endpoint: ${text}`)
  return { host, port }
}

/** The opposite of `parseEndpoint`. */
export function formatEndpoint(endpoint: Endpoint): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host
  return `${host}:${endpoint.port}`
}

/** The first of `endpoints` that is of `family`; throws when there is none. */
export function endpointOfFamily(endpoints: readonly Endpoint[], family: 4 | 6): Endpoint {
  const found = endpoints.find((endpoint) => endpoint.host.includes(':') === (family === 6))
  if (found === undefined) throw new Error(`no IPv${family} endpoint is bound`)
  return found
}
