/**
 * A thread that asks without a pause who is blocked while main replaces the lists. Some keys are blocked in every list
 * and some in none, so it knows the answers whatever main does at that moment; it posts how many were wrong.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Prng } from '#base/prng'
import type { RegionHandle } from '#base/region'
import { Blocking } from '#tracker/admission/blocking'

export type BlockedData = {
  readonly region: RegionHandle
  readonly slot: number
  /** Addresses in network order: of which all that come first are blocked, and the others are not. */
  readonly addresses: readonly number[]
  readonly blocked: number
  /** Word 0 ends the thread; word 1 + slot counts its rounds. */
  readonly control: SharedArrayBuffer
}

export type Asked = { readonly asked: number; readonly wrong: number }

const { region, slot, addresses, blocked, control } = workerData as BlockedData
const blocking = new Blocking({ region, slot, prng: new Prng(slot, 1, 2) })
const signals = new Int32Array(control)
const address = new Int32Array(4)
let asked = 0
let wrong = 0

while (Atomics.load(signals, 0) === 0) {
  for (const [index, word] of addresses.entries()) {
    address[0] = word
    if (blocking.isNetworkBlocked(address, 4) !== index < blocked) wrong++
    asked++
  }
  Atomics.add(signals, 1 + slot, 1)
}
const result: Asked = { asked, wrong }
parentPort?.postMessage(result)
