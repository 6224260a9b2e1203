/** What those who run the server ask it: /healthz and /metrics, without pages and without limits. */
import { BlockList } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Health } from '#telemetry/health'
import { prometheusContentType } from '#telemetry/prometheus'

export type OperatorOptions = {
  readonly health: Health
  /** The metrics as Prometheus text, made when asked for. */
  readonly exposeMetrics: () => string
  /** Networks that may read the metrics. */
  readonly metricsNetworks: readonly {
    readonly address: string
    readonly prefixBits: number
    readonly family: 4 | 6
  }[]
}

export function operatorRoutes(site: FastifyInstance, options: OperatorOptions): void {
  const { health, exposeMetrics, metricsNetworks } = options
  const unlimited = { config: { rateLimit: false } } as const
  const allowed = new BlockList()
  for (const { address, prefixBits, family } of metricsNetworks)
    allowed.addSubnet(address, prefixBits, family === 4 ? 'ipv4' : 'ipv6')

  site.get('/healthz', unlimited, (_request, reply) => {
    const { status, text } = health.answer()
    return reply.code(status).type('text/plain').send(text)
  })
  site.get('/metrics', unlimited, (request, reply) =>
    mayReadMetrics(request, allowed)
      ? reply.header('Content-Type', prometheusContentType).send(exposeMetrics())
      : reply.code(403).type('text/plain').send('Metrics are for metrics.networks only.\n'),
  )
}

/** What reverse proxies add, each of them at least one of these. */
const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/** A request that a proxy forwards comes from its address, so what is forwarded gets no metrics. */
function mayReadMetrics(request: FastifyRequest, allowed: BlockList): boolean {
  const isForwarded = forwardingHeaders.some((header) => request.headers[header] !== undefined)
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  return !isForwarded && allowed.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}
