/** Clients of the HTTP load going round: who has an answer asks for the next peer. */
import type { Libc } from '../../src/base/libc.ts'
import type { Measured } from './closed-loop.ts'
import { HttpConnection, HttpCounts, httpSources } from './http-connection.ts'
import type { HttpJob, HttpLoadSetup } from './http-job.ts'
import { requestBytes } from './http-requests.ts'
import { startMeter } from './server-meter.ts'

/** Room for the answer of each client; the requests stand behind. */
export const answerBytes = 8192

/** Connections are open, caches are warm: from here on it counts. */
const settleMsMax = 300

/** `bytes` at native address `memory`: the clients' answers, then the requests of all peers. */
export type HttpMemory = { readonly bytes: Uint8Array; readonly memory: number }

/** Those with personal addresses stand behind the others. */
function requestsBefore(job: HttpJob, { size }: HttpLoadSetup): number {
  return job.isPersonal ? size.peers : 0
}

export class HttpLoop {
  /** For each source address, how many announces of its peers have been sent. */
  readonly sent: Uint32Array
  readonly #setup: HttpLoadSetup
  readonly #counts = new HttpCounts()
  readonly #clients: readonly HttpConnection[]
  readonly #requestsAt: number

  constructor(
    libc: Libc,
    setup: HttpLoadSetup,
    job: HttpJob,
    memory: HttpMemory,
    sent: Uint32Array,
  ) {
    this.#setup = setup
    this.sent = sent
    this.#requestsAt = setup.clients * answerBytes + requestsBefore(job, setup) * requestBytes
    const how = { keepsAlive: setup.keepsAlive, counts: this.#counts }
    this.#clients = Array.from({ length: setup.clients }, (_, index) => {
      const place = { ...memory, at: index * answerBytes }
      return new HttpConnection(libc, index, job.target, place, how)
    })
  }

  run(job: HttpJob): Measured {
    if (job.kind === 'closed') this.#turnFor(Math.min(settleMsMax, job.seconds * 1000))
    const before = this.#counts.copy()
    const meter = startMeter(job.server)
    if (job.kind === 'closed') this.#turnFor(job.seconds * 1000)
    else while (this.sent.some((count) => count < this.#peersOfSource)) this.#turn()
    return { ...meter(), ...this.#countsSince(before), lost: 0 }
  }

  close(): void {
    for (const client of this.#clients) client.close()
  }

  #turnFor(milliseconds: number): void {
    for (const end = performance.now() + milliseconds; performance.now() < end; ) this.#turn()
  }

  #turn(): void {
    const free = this.#clients.filter((client) => !client.isWaiting || client.read())
    for (const client of free) client.connect()
    for (const client of free) client.ask(this.#nextRequest(client.source))
  }

  get #peersOfSource(): number {
    return Math.floor(this.#setup.size.peers / httpSources)
  }

  /** Each source has the peers of one stretch. */
  #nextRequest(source: number): number {
    const count = this.sent[source] as number
    this.sent[source] = count + 1
    const peer = source * this.#peersOfSource + (count % this.#peersOfSource)
    return this.#requestsAt + peer * requestBytes
  }

  #countsSince(before: HttpCounts) {
    const counts = this.#counts
    const announces = counts.announces - before.announces
    const read = counts.answersRead - before.answersRead
    const mean = read === 0 ? 0 : (counts.peersTold - before.peersTold) / read
    return {
      announces,
      errors: counts.failures - before.failures,
      peersTold: mean * announces,
      bytes: counts.bytes - before.bytes,
    }
  }
}
