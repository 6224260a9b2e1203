/**
 * Entry of the process that makes UDP load. It builds the announces of the law's peers once, then does one job
 * after another: connect, announce, count (udp-job.ts). Started on a core of its own by ../load-process.ts.
 */
import { createInterface } from 'node:readline'
import { createRegion } from '../../src/base/region.ts'
import { AnnouncePackets, strideBytes } from './announce-packets.ts'
import { ClosedLoop } from './closed-loop.ts'
import { connectLane } from './connect-lane.ts'
import { Lane } from './lane.ts'
import { meanAnswer } from './law.ts'
import { OpenLoop } from './open-loop.ts'
import { ReplyBatch, replyBatchBytes } from './reply-batch.ts'
import { SendBatch, sendBatchBytes } from './send-batch.ts'
import { linuxLibc } from './syscalls.ts'
import type { UdpJob, UdpJobResult, UdpLoadReady, UdpLoadSetup } from './udp-job.ts'

const setup = JSON.parse(process.argv[2] ?? '') as UdpLoadSetup
const libc = linuxLibc()
const packetsAt = 1 << 20
const wholeBytes = packetsAt + setup.size.peers * strideBytes(setup.hasPaths)
const region = createRegion(Math.ceil(wholeBytes / 4096) * 4096)
if (region.handle.kind !== 'memory-file') throw new Error('the load needs native memory')
const memory = region.handle.address
const scratchBytes = 64
if (replyBatchBytes + sendBatchBytes + scratchBytes > packetsAt)
  throw new Error('the batches stand before the packets')
const view = new DataView(region.buffer)
const bytes = new Uint8Array(region.buffer)
const packets = new AnnouncePackets(bytes, packetsAt, setup.size, setup.hasPaths)
const replies = new ReplyBatch(libc, view, memory, 0, setup.family)
const batch = new SendBatch(libc, view, memory, replyBatchBytes)
const scratch = { bytes, at: replyBatchBytes + sendBatchBytes }
/** For each tracker, where its lanes have got to. */
const places = new Map<string, readonly number[]>()

function openLanes(job: UdpJob): Lane[] {
  const { lanes, size } = setup
  const places0 = places.get(job.tracker) ?? []
  return Array.from({ length: lanes }, (_, index) => {
    const first = Math.floor((size.peers * index) / lanes)
    const count = Math.floor((size.peers * (index + 1)) / lanes) - first
    const peers = { packets, batch, first, count, sendsPaths: job.isPersonal }
    const lane = new Lane(libc, index, job.target, peers)
    lane.next = places0[index] ?? 0
    return lane
  })
}

function doJob(job: UdpJob): UdpJobResult {
  const lanes = openLanes(job)
  try {
    for (const lane of lanes) {
      const id = job.connects ? connectLane(lane, replies, scratch) : new Uint8Array(8)
      lane.prepare(id, job.want, job.mood)
    }
    replies.reset()
    return { ...measure(job, lanes), errorText: replies.errorText }
  } finally {
    places.set(
      job.tracker,
      lanes.map((lane) => lane.next),
    )
    for (const lane of lanes) lane.close()
  }
}

function measure(job: UdpJob, lanes: readonly Lane[]) {
  const { window, server } = job
  if (job.kind === 'open') {
    const { seconds, ratePerSecond } = job
    return new OpenLoop({ lanes, replies, ratePerSecond, server }, seconds).runFor(seconds)
  }
  const loop = new ClosedLoop({ lanes, replies, window, server })
  return job.kind === 'pass' ? loop.runThrough() : loop.runFor(job.seconds)
}

function say(value: UdpLoadReady | UdpJobResult): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

const { torrents } = setup.size
say({ ready: true, meanAnswer30: meanAnswer(packets.torrentOf, torrents, 30) })
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(doJob(JSON.parse(line) as UdpJob))
  } catch (error) {
    say({ failure: String(error) })
  }
}
