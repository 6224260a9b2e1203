/** What a connection over HTTP sends: some requests, most with something wrong, in pieces, and then its end. */
import { announceTarget, scrapeTarget } from '../../support/announce-url.ts'
import { headerFor, proxySignature } from '../../support/proxy-protocol.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'
import { mutate } from './mutate.ts'

export type HostileConnection = {
  readonly pieces: readonly Buffer[]
  readonly requests: number
  /** Breaks off in place of ending well. */
  readonly resets: boolean
}

const requestsMax = 16
const hash = Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex')

const targets = [
  announceTarget(hash),
  announceTarget(hash, { left: 1, compact: 0, numwant: 200 }),
  announceTarget(hash, { port: 0, event: 'stopped', ip: '10.0.0.1' }),
  `/12/345xaZ09bY18cX27dW36${announceTarget(hash)}`,
  scrapeTarget(hash, hash),
  '/scrape',
  '/',
  '/announce?'.padEnd(9000, 'info_hash=%00&'),
  '/'.padEnd(20_000, 'a'),
]

const heads = [
  'HTTP/1.1\r\nHost: t\r\n\r\n',
  'HTTP/1.0\r\n\r\n',
  'HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n',
  'HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999999999999\r\n\r\n',
  'HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n',
  'HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: 10.1.2.3, ::1, "[2001:db8::1]:80"\r\n\r\n',
  'HTTP/1.1\r\nHost: t\r\n folded: x\r\nAccept-Encoding: gzip;q=0.5,*\r\n\r\n',
  `HTTP/1.1\r\n${'X-Filler: y\r\n'.repeat(1500)}\r\n`,
  'HTTP/2.0\r\n\r\n',
]

const methods = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PRI *', 'get', '\r\nGET', '']

/** After these the next request of a connection is read. */
const kept = targets.slice(0, 3)

/**
 * `isProxied` for a listener on which connections begin with a header of the PROXY protocol. Whatever is malformed ends
 * its connection, so of most connections it is only the last request that is.
 */
export function hostileConnection(random: SeededRandom, isProxied: boolean): HostileConnection {
  const requests = 1 + random.below(requestsMax)
  const isBadThroughout = random.below(4) === 0
  const parts = Array.from({ length: requests }, (_, at) =>
    isBadThroughout || at === requests - 1 ? requestOf(random) : framedRequest(random),
  )
  const beginning = isProxied ? [proxyBeginning(random)] : []
  return {
    pieces: split(Buffer.concat([...beginning, ...parts]), random),
    requests,
    resets: random.below(8) === 0,
  }
}

/** Its framing is right, so that the next request is read too; its target is what somebody made of a right one. */
function framedRequest(random: SeededRandom): Buffer {
  const target = random.pick(kept)
  const sent = random.below(4) === 0 ? target : mangled(target, random)
  return Buffer.from(`GET /${sent.slice(1)} ${heads[0]}`, 'latin1')
}

const syntax = [
  '%',
  '&',
  '=',
  '?',
  '/',
  '#',
  '+',
  ';',
  '%0',
  '%zz',
  '&port=',
  'info_hash=',
  '\u0080',
]

/** Some characters of it are others, none of them a space or the end of a line. */
function mangled(target: string, random: SeededRandom): string {
  let text = target
  // Another path is no announce, and the last request of its connection.
  const first = random.below(16) === 0 ? 1 : text.indexOf('?') + 1
  for (let change = random.below(4); change >= 0; change--) {
    const at = first + random.below(text.length + 1 - first)
    const character =
      random.below(3) === 0 ? random.pick(syntax) : String.fromCharCode(0x21 + random.below(94))
    const removed = random.below(4) === 0 ? random.below(30) : random.below(2)
    text = text.slice(0, at) + character + text.slice(at + removed)
  }
  return text
}

function requestOf(random: SeededRandom): Buffer {
  // Rarely one of the long ones, which cost more than they find.
  const long = random.below(40) === 0
  const target = long ? random.pick(targets) : random.pick(targets.slice(0, -2))
  const head = long ? random.pick(heads) : random.pick(heads.filter(({ length }) => length < 1000))
  const isGood = random.below(2) === 0
  const method = isGood ? 'GET' : random.pick(methods)
  const text = Buffer.from(`${method} ${target} ${isGood ? heads[0] : head}`, 'latin1')
  return isGood ? text : mutated(text, random)
}

function mutated(text: Buffer, random: SeededRandom): Buffer {
  const room = text.length + 64
  const bytes = Buffer.alloc(room)
  text.copy(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, room)
  return bytes.subarray(0, mutate(view, 0, text.length, room, random))
}

function proxyBeginning(random: SeededRandom): Buffer {
  const good = headerFor(random.pick(['10.1.2.3', '2001:db8::7']))
  const kind = random.below(12)
  if (kind === 0) return proxySignature
  if (kind === 1) return Buffer.from('PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n')
  return kind < 9 ? good : mutated(good, random)
}

/** In one piece, in a few, or byte by byte at the beginning. */
function split(bytes: Buffer, random: SeededRandom): Buffer[] {
  const kind = random.below(8)
  if (kind > 2) return [bytes]
  if (kind === 0 && bytes.length < 400) return [...bytes].map((byte) => Buffer.from([byte]))
  const at = [random.below(bytes.length + 1), random.below(bytes.length + 1)].toSorted(
    (one, other) => one - other,
  )
  const [first = 0, second = 0] = at
  return [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
}
