/** The connect of BEP 15 for one lane: its connection id, asked for again when an answer is lost. */
import type { Lane } from './lane.ts'
import type { ReplyBatch } from './reply-batch.ts'

const connectBytes = 16
const triesMax = 5
const tryMs = 500

/** A little of the packets' memory to send from: `bytes` from `at` on. */
export type Scratch = { readonly bytes: Uint8Array; readonly at: number }

/** Throws an Error when the tracker does not answer. */
export function connectLane(lane: Lane, replies: ReplyBatch, scratch: Scratch): Uint8Array {
  const { bytes, at } = scratch
  const view = new DataView(bytes.buffer, at, connectBytes)
  view.setBigUint64(0, 0x41727101980n)
  view.setInt32(8, 0)
  view.setInt32(12, 42)
  for (let attempt = 0; attempt < triesMax; attempt++) {
    lane.sendBytes(at, connectBytes, 1)
    const end = performance.now() + tryMs
    while (performance.now() < end) {
      const received = replies.receive(lane.descriptor)
      for (let index = 0; index < received; index++)
        if (replies.isConnect(index))
          return bytes.slice(replies.at(index) + 8, replies.at(index) + 16)
    }
  }
  throw new Error('the tracker does not answer a connect')
}
