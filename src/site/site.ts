/**
 * The site's HTTP server: for now health, metrics, and a word to whoever announces to the wrong port. It runs
 * on main, apart from the tracker's listeners, and holds no swarm state.
 */
import { BlockList } from 'node:net'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Health } from '#telemetry/health'
import { prometheusContentType } from '#telemetry/prometheus'

export type SiteOptions = {
  readonly health: Health
  /** The metrics as Prometheus text, made when asked for. */
  readonly exposeMetrics: () => string
  /** Networks that may read the metrics. */
  readonly metricsNetworks: readonly {
    readonly address: string
    readonly prefixBits: number
    readonly family: 4 | 6
  }[]
  /** Addresses to announce to, for those who announce here. */
  readonly announceUrls: readonly string[]
}

export function createSite(options: SiteOptions): FastifyInstance {
  const { health, exposeMetrics, metricsNetworks, announceUrls } = options
  // A stop waits for no visitor: half a request would hold it up for a minute.
  const site = fastify({ logger: false, forceCloseConnections: true })
  const allowed = new BlockList()
  for (const { address, prefixBits, family } of metricsNetworks)
    allowed.addSubnet(address, prefixBits, family === 4 ? 'ipv4' : 'ipv6')

  site.get('/', (_request, reply) =>
    reply.type('text/plain').send(`This is a BitTorrent tracker. ${announceHint(announceUrls)}\n`),
  )
  site.get('/healthz', (_request, reply) => {
    const { status, text } = health.answer()
    return reply.code(status).type('text/plain').send(text)
  })
  site.get('/metrics', (request, reply) =>
    mayReadMetrics(request, allowed)
      ? reply.header('Content-Type', prometheusContentType).send(exposeMetrics())
      : reply.code(403).type('text/plain').send('Metrics are for metrics.networks only.\n'),
  )
  for (const path of ['/announce', '/scrape'])
    site.get(path, (_request, reply) =>
      reply
        .code(404)
        .type('text/plain')
        .send(`The tracker is elsewhere. ${announceHint(announceUrls)}\n`),
    )
  site.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain').send('There is no such page.\n'),
  )
  return site
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

function announceHint(urls: readonly string[]): string {
  return urls.length === 0 ? 'It has no address.' : `Announce to ${urls.join(' or ')}`
}
