/**
 * Entry of a tracker thread of the portable driver: an ordinary event loop with sockets of Node's over the
 * shared swarm store. This file builds the thread's parts and nothing else does.
 */
import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#base/assert'
import { udpReplyBytesMax } from '#base/limits'
import { openCounters } from '#telemetry/counters'
import { FullScrapes } from '#tracker/announce/full-scrapes'
import { HttpAnswer, httpAnswerBytes } from '#tracker/announce/http-answer'
import { UdpAnswer } from '#tracker/announce/udp-answer'
import { BatchMeter } from '#tracker/listeners/batch-meter'
import { FullScrapeSender } from '#tracker/listeners/portable/full-scrape-sender'
import {
  type HttpListener,
  type HttpSettings,
  openHttpListener,
} from '#tracker/listeners/portable/http-listener'
import { udpAddresses } from '#tracker/listeners/portable/udp-addresses'
import { type Listener, openUdpListener } from '#tracker/listeners/portable/udp-listener'
import { TrustedProxies } from '#tracker/listeners/proxied-address'
import { metrics, RequestCounters } from '#tracker/listeners/request-counters'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import type { FromThread } from './from-thread.ts'
import { createThreadParts } from './thread-parts.ts'
import type { SetupFor, ThreadHttpAddress, ThreadSettings } from './thread-setup.ts'
import type { ToThread } from './to-thread.ts'

/** Between two turns of expiry; each turn is a few steps, so that announces are answered in between. */
const sweepEveryMs = 50
const sweepStepsPerTurn = 64

assert(parentPort !== null, 'this file is the entry of a thread')
const main = parentPort
const setup = workerData as SetupFor<'portable'>
const { store, announcer, clock, endBatch, apply: applyToParts } = createThreadParts(setup)
const httpSettings: HttpSettings = httpSettingsOf(setup.settings)
const scrapes = new FullScrapes({ announcer, limitSources: setup.capSources })
scrapes.tick(clock.nowSeconds())
const ownCounters = openCounters(setup.counters, setup.slot)
let activeMs = 0
const httpsListeners: HttpListener[] = []
const listeners = await openListeners()
const sweeping = setInterval(sweep, sweepEveryMs)
main.on('message', (message: ToThread) => receive(message))
tell({ type: 'ready' })

async function openListeners(): Promise<Listener[]> {
  const { counters, slot, settings, work } = setup
  const udpCounters = new RequestCounters(counters, slot, 'udp')
  const httpCounters = new RequestCounters(counters, slot, 'http')
  httpCounters.noConnections()
  const udpMeter = new BatchMeter(counters, slot, 'udp', { countsBusy: false })
  const httpMeter = new BatchMeter(counters, slot, 'http', { countsBusy: false })
  const udpOut = new Uint8Array(udpReplyBytesMax)
  const udpAnswer = new UdpAnswer(announcer, new ConnectionIds(...setup.secrets.connection), udpOut)
  const httpAnswer = new HttpAnswer(announcer, new Uint8Array(httpAnswerBytes))
  const fullScrape = new FullScrapeSender(scrapes)
  const openHttp = (
    address: ThreadHttpAddress,
    tls?: ThreadSettings['tls'],
  ): Promise<HttpListener> =>
    openHttpListener({
      ...address,
      answer: httpAnswer,
      fullScrape,
      counters: httpCounters,
      meter: httpMeter,
      settings: httpSettings,
      endBatch,
      ...(tls === undefined ? {} : { tls }),
    })
  httpsListeners.push(
    ...(await Promise.all(work.https.map((address) => openHttp(address, settings.tls)))),
  )
  const http = await Promise.all(work.http.map((address) => openHttp(address)))
  const udp = await Promise.all(
    work.udp.flatMap(udpAddresses).map((address) =>
      openUdpListener({
        ...address,
        answer: udpAnswer,
        out: udpOut,
        counters: udpCounters,
        meter: udpMeter,
        clock,
        endBatch,
      }),
    ),
  )
  return [...httpsListeners, ...http, ...udp]
}

function sweep(): void {
  scrapes.tick(clock.nowSeconds())
  for (let step = 0; step < sweepStepsPerTurn && store.sweep(); step++);
  countBusy()
}

/** The event loop knows itself how long it did not wait: Node's own work for a request is more than ours. */
function countBusy(): void {
  const { active } = performance.eventLoopUtilization()
  ownCounters.add(metrics.busySeconds(), (active - activeMs) / 1000)
  activeMs = active
}

function receive(message: ToThread): void {
  if (message.type === 'settings') apply(message.settings)
  else void stop(message.type === 'let-go')
}

function apply(settings: ThreadSettings): void {
  applyToParts(settings)
  Object.assign(httpSettings, httpSettingsOf(settings))
  for (const listener of httpsListeners)
    if (settings.tls !== undefined) listener.setTls(settings.tls)
}

async function stop(isHandedOver: boolean): Promise<void> {
  clearInterval(sweeping)
  const closed = listeners.map((listener) => listener.close(isHandedOver))
  // Each listens on a copy of its own, which is closed at once.
  if (isHandedOver) tell({ type: 'sockets-left' })
  await Promise.all(closed)
  main.close()
}

function httpSettingsOf(settings: ThreadSettings): HttpSettings {
  const { siteUrl, rootText } = settings
  return { proxies: new TrustedProxies(settings.proxies), siteUrl, rootText }
}

function tell(message: FromThread): void {
  main.postMessage(message)
}
