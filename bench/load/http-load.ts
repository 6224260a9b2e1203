/**
 * Entry of the process that makes HTTP load: a fixed number of clients, each with one announce under way.
 * Rounds are asked for like those of udp-load.ts, a JSON line each.
 */
import { createInterface } from 'node:readline'
import { createRegion } from '../../src/base/region.ts'
import type { Measured } from './closed-loop.ts'
import { httpSources } from './http-connection.ts'
import type { HttpJob, HttpLoadSetup } from './http-job.ts'
import { answerBytes, HttpLoop } from './http-loop.ts'
import { requestBytes, writeRequests } from './http-requests.ts'
import { linuxLibc } from './syscalls.ts'

const setup = JSON.parse(process.argv[2] ?? '') as HttpLoadSetup
const libc = linuxLibc()
const requestsAt = setup.clients * answerBytes
const requestsBytes = setup.size.peers * requestBytes
const wholeBytes = requestsAt + (setup.hasPaths ? 2 : 1) * requestsBytes
const region = createRegion(Math.ceil(wholeBytes / 4096) * 4096)
if (region.handle.kind !== 'memory-file') throw new Error('the load needs native memory')
const memory = region.handle.address
const bytes = new Uint8Array(region.buffer)
writeRequests(bytes, requestsAt, setup.size, { ...setup, isPersonal: false })
if (setup.hasPaths)
  writeRequests(bytes, requestsAt + requestsBytes, setup.size, { ...setup, isPersonal: true })
/** For each tracker, how far each source address has got. */
const places = new Map<string, Uint32Array>()

function doJob(job: HttpJob): Measured {
  const place = places.get(job.tracker) ?? new Uint32Array(httpSources)
  const loop = new HttpLoop(libc, setup, job, { bytes, memory }, place)
  try {
    return loop.run(job)
  } finally {
    places.set(job.tracker, loop.sent)
    loop.close()
  }
}

process.stdout.write(`${JSON.stringify({ ready: true })}\n`)
for await (const line of createInterface({ input: process.stdin })) {
  try {
    process.stdout.write(`${JSON.stringify(doJob(JSON.parse(line) as HttpJob))}\n`)
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ failure: String(error) })}\n`)
  }
}
