/**
 * Node's HTTP server in front of `HttpAnswer`: announces and scrapes, over HTTP or HTTPS. Node parses the
 * requests, refuses what is malformed or smuggled, and times the slow ones out; the target is handed on
 * as bytes, because an info-hash is bytes and no text.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server } from 'node:https'
import { Server as NetServer, type Socket } from 'node:net'
import { duplicate } from '#base/descriptors'
import {
  httpConnectionsMax,
  httpDrainSecondsMax,
  httpHeaderBytesMax,
  httpRequestSecondsMax,
  httpTargetBytesMax,
} from '#base/limits'
import { type HttpAnswer, HttpOutcome } from '#tracker/announce/http-answer'
import { parseAddress } from '#tracker/wire/address'
import { Failure } from '#tracker/wire/failure'
import type { BatchMeter } from '../batch-meter.ts'
import type { TrustedProxies } from '../proxied-address.ts'
import { type RefusalStatus, refusalReasons, refusalReply, refusalText } from '../refusal-reply.ts'
import type { RequestCounters } from '../request-counters.ts'
import { Arrivals } from './arrivals.ts'
import type { FullScrapeSender } from './full-scrape-sender.ts'
import type { Listener } from './udp-listener.ts'

/** What a reload can change. */
export type HttpSettings = {
  proxies: TrustedProxies
  /** Where a browser that opens the tracker is sent, or ''. */
  siteUrl: string
  /** What it is told. */
  rootText: string
}

export type Tls = { readonly certificate: string; readonly key: string }

export type HttpListenerOptions = {
  readonly host: string
  readonly port: number
  readonly family: 4 | 6
  /** Each connection begins with a header of the PROXY protocol. */
  readonly usesProxyProtocol: boolean
  readonly answer: HttpAnswer
  readonly fullScrape: FullScrapeSender
  readonly counters: RequestCounters
  readonly meter: BatchMeter
  /** Read anew for each request. */
  readonly settings: HttpSettings
  /** Called after each answer: a batch of one. */
  readonly endBatch: () => void
  readonly tls?: Tls
  /** A listening socket that somebody else owns; without one it is opened. */
  readonly descriptor?: number | undefined
}

export type HttpListener = Listener & { readonly setTls: (tls: Tls) => void }

const serverOptions = {
  // HTTP/1.0 clients and clients of trackers at a bare address send no Host.
  requireHostHeader: false,
  maxHeaderSize: httpTargetBytesMax + 2 * httpHeaderBytesMax,
  headersTimeout: httpRequestSecondsMax * 1000,
  requestTimeout: httpRequestSecondsMax * 1000,
  keepAliveTimeout: httpRequestSecondsMax * 1000,
  connectionsCheckingInterval: 1000,
  noDelay: true,
}

const tlsOptions = { handshakeTimeout: httpRequestSecondsMax * 1000 }

/** How long requests that have begun may take when the listener closes. */
const lastRepliesMs = 1500

/** How long idle connections are kept when another process listens already. */
const drainMs = httpDrainSecondsMax * 1000

/** Opens the socket and answers on it. Rejects with the system's error when it cannot be bound. */
export async function openHttpListener(options: HttpListenerOptions): Promise<HttpListener> {
  const { tls, usesProxyProtocol, counters, settings } = options
  const server =
    tls === undefined
      ? createServer(serverOptions)
      : createTlsServer({ ...serverOptions, ...tlsOptions, cert: tls.certificate, key: tls.key })
  server.maxConnections = httpConnectionsMax
  // A client that reads nothing keeps its connection no longer than one that sends nothing.
  server.timeout = httpRequestSecondsMax * 1000
  const arrivals = usesProxyProtocol ? new Arrivals({ server, counters, settings }) : undefined
  const handler = new RequestHandler(options, arrivals)
  server.on('request', (request, response) => handler.handle(request, response))
  // What else a client expects of an answer changes nothing about it.
  server.on('checkExpectation', (request, response) => handler.handle(request, response))
  // Also those that have not finished their handshake, of which the server itself knows nothing.
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    countConnection(socket, counters)
    if (arrivals === undefined && !handler.mayConnect(socket)) socket.destroy()
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Who only leaves, before a request or a handshake, has sent nothing malformed.
    if (error.code === 'ECONNRESET') socket.destroy()
    else {
      counters.dropped()
      handler.refuseMalformed(socket as Socket, statusOfParserError(error.code))
    }
  })
  const { host, port, family } = options
  if (options.descriptor !== undefined) server.listen({ fd: duplicate(options.descriptor) })
  else server.listen({ host, port, ipv6Only: family === 6, reusePort: true, backlog: 1024 })
  await once(server, 'listening')
  return {
    setTls: ({ certificate, key }) =>
      (server as Server).setSecureContext({ cert: certificate, key }),
    close: async (isHandedOver = false) => {
      const closed = once(server, 'close')
      handler.isLast = true
      if (isHandedOver) stopListening(server)
      else server.close()
      if (!isHandedOver) arrivals?.close()
      const late = setTimeout(
        () => {
          for (const socket of sockets) socket.destroy()
        },
        isHandedOver ? drainMs : lastRepliesMs,
      )
      await closed
      clearTimeout(late)
    },
  }
}

/** Idle connections stay open: what their clients send next is answered, and is the last. */
function stopListening(server: NetServer): void {
  NetServer.prototype.close.call(server)
}

class RequestHandler {
  /** The listener is closing: every reply is the last of its connection. */
  isLast = false
  readonly #options: HttpListenerOptions
  readonly #arrivals: Arrivals | undefined
  readonly #target = Buffer.alloc(httpTargetBytesMax)
  readonly #forwarded = Buffer.alloc(httpHeaderBytesMax)

  constructor(options: HttpListenerOptions, arrivals: Arrivals | undefined) {
    this.#options = options
    this.#arrivals = arrivals
  }

  /** Whether the new connection is taken; a trusted proxy's always is. */
  mayConnect({ remoteAddress = '' }: Socket): boolean {
    const { answer, settings } = this.#options
    const { request } = answer
    const family = parseAddress(remoteAddress, request.address)
    if (family === 0) return false
    request.family = family
    return settings.proxies.isTrusted(request.address, 0, family) || answer.mayConnect()
  }

  /** Ends a connection over which no request came: who sent what is none is told so, unless they hear that too often. */
  refuseMalformed(socket: Socket, status: RefusalStatus): void {
    if (socket.writable && this.#mayComplain(socket)) socket.end(refusalReply(status))
    else socket.destroy()
  }

  #mayComplain({ remoteAddress = '' }: Socket): boolean {
    const { answer } = this.#options
    const { request } = answer
    const family = parseAddress(remoteAddress, request.address)
    if (family === 0) return false
    request.family = family
    return answer.mayComplain()
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    response.sendDate = false
    if (this.isLast) response.shouldKeepAlive = false
    const target = request.url ?? ''
    if (request.method !== 'GET') return refuse(response, 405, { Allow: 'GET' })
    if (target.length > httpTargetBytesMax) return refuse(response, 414)
    if (headerBytes(request) > httpHeaderBytesMax) return refuse(response, 431)
    const { answer, counters, meter, endBatch } = this.#options
    if (!this.#readSource(request)) return void request.socket.destroy()
    meter.begin()
    const { family } = answer.request
    const length = this.#target.write(target, 'latin1')
    const outcome = this.#perform(answer.answer(this.#target, 0, length), request, response)
    endBatch()
    if (outcome === HttpOutcome.body) sendBody(response, answer)
    counters.request(family, answer.action, answer.failure)
    meter.end()
  }

  /** Does what needs no body of `answer`; gives the outcome that is left. */
  #perform(outcome: HttpOutcome, request: IncomingMessage, response: ServerResponse): HttpOutcome {
    const { answer, fullScrape, settings } = this.#options
    if (outcome === HttpOutcome.fullScrape) {
      const failure = fullScrape.ask(answer.request.address, answer.request.family)
      if (failure !== Failure.none) return answer.fail(failure)
      void fullScrape.send(request, response)
    } else if (outcome === HttpOutcome.root) sendRoot(response, settings)
    else if (outcome === HttpOutcome.notFound) refuse(response, 404)
    else if (outcome === HttpOutcome.drop) request.socket.destroy()
    return outcome
  }

  /** Who asks, into the request of `answer`; false when the connection is gone. */
  #readSource({ socket, headers }: IncomingMessage): boolean {
    const { answer, settings } = this.#options
    const { request } = answer
    if (this.#arrivals !== undefined) return this.#arrivals.readSource(socket, request)
    const family = parseAddress(socket.remoteAddress ?? '', request.address)
    if (family === 0) return false
    request.family = family
    const { proxies } = settings
    const value = proxies.isUsed ? headers[proxies.header] : undefined
    if (value === undefined || !proxies.isTrusted(request.address, 0, family)) return true
    const length = this.#forwarded.write([value].flat().join(), 'latin1')
    proxies.readLine(this.#forwarded, 0, length, request)
    return true
  }
}

function sendBody(response: ServerResponse, { out, span }: HttpAnswer): void {
  // Node sends later when the socket is busy, so each reply needs bytes of its own.
  const body = Buffer.from(out.subarray(span.start, span.end))
  response.writeHead(200, ['Content-Type', 'text/plain', 'Content-Length', `${body.length}`])
  response.end(body)
}

function sendRoot(response: ServerResponse, { siteUrl, rootText }: HttpSettings): void {
  const text = `${rootText}\n`
  const headers = { 'Content-Type': 'text/plain', 'Content-Length': text.length }
  if (siteUrl === '') response.writeHead(200, headers)
  else response.writeHead(302, { ...headers, Location: siteUrl })
  response.end(text)
}

/** What is no announce gets a plain status (conformance T16); the connection is closed with it. */
function refuse(response: ServerResponse, status: RefusalStatus, headers = {}): void {
  const text = refusalText(status)
  response.writeHead(status, refusalReasons[status], {
    ...headers,
    'Content-Type': 'text/plain',
    'Content-Length': text.length,
    Connection: 'close',
  })
  response.end(text)
}

function statusOfParserError(code: string | undefined): RefusalStatus {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

function headerBytes(request: IncomingMessage): number {
  return request.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0)
}

function countConnection(socket: Socket, counters: RequestCounters): void {
  counters.connections(1)
  socket.once('close', () => {
    counters.connections(-1)
    counters.bytes(socket.bytesRead, socket.bytesWritten)
  })
}
