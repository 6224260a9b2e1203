/**
 * Entry of a UDP thread of the linux driver: one socket, one loop, no event loop. This file builds the thread's
 * parts and nothing else does.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#base/assert'
import { libc } from '#base/libc'
import { UdpAnswer } from '#tracker/announce/udp-answer'
import { BatchMeter } from '#tracker/listeners/batch-meter'
import { DatagramBatch } from '#tracker/listeners/linux/datagram-batch'
import { runUdpLoop } from '#tracker/listeners/linux/udp-loop'
import { RequestCounters } from '#tracker/listeners/request-counters'
import { packetBytesPerSlot } from '#tracker/swarm/layout'
import { ConnectionIds } from '#tracker/wire/udp/connection-id'
import type { FromThread } from './from-thread.ts'
import { Mailbox } from './mailbox.ts'
import { createThreadParts } from './thread-parts.ts'
import type { SetupFor } from './thread-setup.ts'

assert(parentPort !== null, 'this file is the entry of a thread')
assert(libc !== undefined, 'the linux driver runs on Linux')
const setup = workerData as SetupFor<'linux-udp'>
const { region, layout, slot, work } = setup
assert(region.kind === 'memory-file', 'the linux driver serves from a memory file')
const { store, announcer, clock, endBatch, apply } = createThreadParts(setup)
const { bytes, words } = store.parts.memory
const mailbox = new Mailbox(parentPort, setup.mailCounts, slot)
let isStopped = false
let isHandedOver = false

const ready: FromThread = { type: 'ready' }
parentPort.postMessage(ready)
runUdpLoop({
  libc,
  descriptor: work.descriptor,
  family: work.family,
  batch: new DatagramBatch(
    bytes,
    words,
    region.address,
    layout.packetsByte + slot * packetBytesPerSlot,
    work.family,
    work.isWildcard,
  ),
  bytes,
  answer: new UdpAnswer(announcer, new ConnectionIds(...setup.secrets.connection), bytes),
  counters: new RequestCounters(setup.counters, slot, 'udp'),
  meter: new BatchMeter(setup.counters, slot, 'udp', { countsBusy: true }),
  clock,
  store,
  endBatch,
  isToGoOn: () => {
    mailbox.read((message) => {
      if (message.type === 'settings') apply(message.settings)
      else {
        isStopped = true
        isHandedOver = message.type === 'let-go'
      }
    })
    return !isStopped
  },
})
// Where the other process has no use for the socket, it is gone as soon as nothing waits there, and the kernel gives clients
// to the others. Something else takes its number, which main closes in its time.
if (isHandedOver && !work.isShared) libc.dup2(region.descriptor, work.descriptor)
