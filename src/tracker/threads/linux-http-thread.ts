/**
 * Entry of an HTTP thread of the linux driver: listening sockets that main opened, one loop, no event loop. This
 * file builds the thread's parts and nothing else does.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#base/assert'
import { libc } from '#base/libc'
import { FullScrapes } from '#tracker/announce/full-scrapes'
import { HttpAnswer } from '#tracker/announce/http-answer'
import { BatchMeter } from '#tracker/listeners/batch-meter'
import { HttpLoop } from '#tracker/listeners/linux/http-loop'
import { HttpMemory } from '#tracker/listeners/linux/http-memory'
import { TrustedProxies } from '#tracker/listeners/proxied-address'
import { RequestCounters } from '#tracker/listeners/request-counters'
import { packetBytesPerSlot } from '#tracker/swarm/layout'
import type { FromThread } from './from-thread.ts'
import { Mailbox } from './mailbox.ts'
import { createThreadParts } from './thread-parts.ts'
import type { SetupFor, ThreadSettings } from './thread-setup.ts'

assert(parentPort !== null, 'this file is the entry of a thread')
assert(libc !== undefined, 'the linux driver runs on Linux')
const main = parentPort
const { close } = libc
const setup = workerData as SetupFor<'linux-http'>
const { region, layout, slot } = setup
assert(region.kind === 'memory-file', 'the linux driver serves from a memory file')
const { store, announcer, clock, endBatch, apply: applyToParts } = createThreadParts(setup)
const { bytes, words } = store.parts.memory
const packetsAt = layout.packetsByte + slot * packetBytesPerSlot
const memory = new HttpMemory(bytes, words, region.address, packetsAt)
memory.takeOver(setup.processKey, (descriptor) => close(descriptor))
const counters = new RequestCounters(setup.counters, slot, 'http')
counters.noConnections()
const mailbox = new Mailbox(main, setup.mailCounts, slot)
const loop = new HttpLoop({
  libc,
  sockets: setup.work.sockets,
  memory,
  answer: new HttpAnswer(announcer, bytes, memory.answerAt),
  announcer,
  scrapes: new FullScrapes({ announcer, limitSources: setup.capSources }),
  counters,
  meter: new BatchMeter(setup.counters, slot, 'http', { countsBusy: true }),
  clock,
  endBatch,
  onSocketsLeft: () => tell({ type: 'sockets-left' }),
})
let isStopped = false

function apply(settings: ThreadSettings): void {
  applyToParts(settings)
  const { siteUrl, rootText } = settings
  loop.apply({ proxies: new TrustedProxies(settings.proxies), siteUrl, rootText })
}

function isToGoOn(): boolean {
  mailbox.read((message) => {
    if (message.type === 'settings') apply(message.settings)
    else {
      isStopped = true
      loop.isHandedOver = message.type === 'let-go'
    }
  })
  return !isStopped
}

function tell(message: FromThread): void {
  main.postMessage(message)
}

apply(setup.settings)
tell({ type: 'ready' })
loop.run(isToGoOn)
