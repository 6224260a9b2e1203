/**
 * The floor under every UDP tracker here: it receives in batches as Waggle does, through the same code, and
 * answers each datagram with 200 bytes (the length of an answer with 30 peers) that say nothing. What
 * it needs for an answer, the kernel needs.
 *
 *     node echo-server.ts HOST PORT FAMILY
 */
import { createRegion } from '../../src/base/region.ts'
import {
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_WAITFORONE,
} from '../../src/tracker/listeners/linux/constants.ts'
import {
  batchBytes,
  batchSize,
  DatagramBatch,
} from '../../src/tracker/listeners/linux/datagram-batch.ts'
import { openUdpSocket } from '../../src/tracker/listeners/linux/open-sockets.ts'
import { linuxLibc } from '../load/syscalls.ts'

const answerBytes = 200
const [host = '', port = '', familyText = ''] = process.argv.slice(2)
const family = familyText === '6' ? 6 : 4
const libc = linuxLibc()
const region = createRegion(Math.ceil(batchBytes / 4096) * 4096)
if (region.handle.kind !== 'memory-file') throw new Error('the echo needs native memory')
const bytes = new Uint8Array(region.buffer)
const words = new Int32Array(region.buffer)
const batch = new DatagramBatch(bytes, words, region.handle.address, 0, family, false)
const descriptor = openUdpSocket({ host, port: Number(port), family })

/** An announce answer without substance: action 1 and the transaction id that was sent. */
function answer(index: number): void {
  const from = batch.inAt(index)
  const to = batch.outAt()
  bytes[to + 3] = 1
  for (let byte = 4; byte < 8; byte++) bytes[to + byte] = bytes[from + byte + 8] as number
  batch.reply(index, answerBytes)
}

function send(): void {
  let sent = 0
  while (sent < batch.replies) {
    const address = batch.repliesAddress + sent * 64
    const count = libc.sendmmsg(
      descriptor,
      address,
      batch.replies - sent,
      MSG_DONTWAIT | MSG_NOSIGNAL,
    )
    sent += count > 0 ? count : 1
  }
}

process.stdout.write('ready\n')
// It ends by a signal, which needs no event loop as long as nobody listens for it.
for (;;) {
  const received = libc.recvmmsg(descriptor, batch.receivedAddress, batchSize, MSG_WAITFORONE, 0)
  for (let index = 0; index < received; index++) answer(index)
  if (received > 0) send()
  if (received > 0) batch.reset(received)
}
