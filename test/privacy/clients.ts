/** All that clients do: announce and scrape over every protocol, stop, be refused, and send what is no request at all. */
import {
  announceTarget,
  escapeBytes,
  type Parameters,
  scrapeTarget,
} from '../support/announce-url.ts'
import type { Endpoint } from '../support/endpoint.ts'
import { requestText } from '../support/http-request.ts'
import { headerFor } from '../support/proxy-protocol.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce, encodeHeader, encodeScrape } from '../support/udp-packets.ts'
import type { Waggle } from '../support/waggle.ts'
import type { Cast } from './cast.ts'
import { ask, say } from './say.ts'

/** Connections to this address of the tracker begin with a header of the PROXY protocol. */
export const proxyHost = '127.0.0.3'

const trustedProxy = '127.0.0.1'

/** What a listener for HTTP must be, for the clients of this file. */
export const clientSettings = {
  'tracker.http': `["127.0.0.1:0","[::1]:0","${proxyHost}:0"]`,
  'tracker.trusted_proxies': `["${trustedProxy}"]`,
  'tracker.proxy_protocol': `["${proxyHost}:0"]`,
  'tracker.full_scrape': 'true',
}

export async function clientsCome(waggle: Waggle, cast: Cast): Promise<void> {
  for (const [at, address] of cast.clients.entries()) await announceAll(waggle, cast, at, address)
  for (const [at, address] of cast.proxied.entries())
    await announceByProxy(waggle, cast, at, address)
  for (const [at, address] of cast.departed.entries()) {
    await announceAll(waggle, cast, at, address)
    await announceAll(waggle, cast, at, address, 'stopped')
  }
  for (const [at, address] of cast.refused.entries()) {
    await askInVain(waggle, cast, at, address)
    await sendNonsense(waggle, cast, at, address)
  }
}

/** Every torrent, over UDP and HTTP. */
async function announceAll(
  waggle: Waggle,
  cast: Cast,
  at: number,
  address: string,
  event?: 'stopped',
): Promise<void> {
  using client = await UdpClient.open(waggle.udp4, { localAddress: address })
  for (const infoHash of cast.hashes) {
    await client.announce({
      ...udpFields(cast, at, infoHash),
      event: event === 'stopped' ? 3 : 2,
    })
    const target = announceTarget(infoHash, { ...httpFields(cast, at), event })
    await ask(waggle.http4, address, target, { headers: headersOf(cast, at) })
  }
}

function udpFields(cast: Cast, at: number, infoHash: Buffer) {
  return {
    infoHash,
    peerId: cast.peerIds[at],
    port: 6881 + at,
    uploaded: cast.uploaded[at],
    downloaded: cast.downloaded[at],
    left: at === 0 ? 0n : cast.left[at],
    key: cast.clientKeys[at]?.readUInt32BE(),
    ip: Buffer.from((cast.claimed4[at] ?? '').split('.').map(Number)).readUInt32BE(),
    tail: urlData(`/announce?auth=${cast.clientWords[at]}`),
  }
}

/** BEP 41. */
function urlData(text: string): Buffer {
  return Buffer.concat([Buffer.from([2, text.length]), Buffer.from(text), Buffer.from([0])])
}

function httpFields(cast: Cast, at: number): Parameters {
  return {
    peer_id: escapeBytes(cast.peerIds[at] ?? Buffer.alloc(0)),
    port: 6881 + at,
    uploaded: `${cast.uploaded[at]}`,
    downloaded: `${cast.downloaded[at]}`,
    left: at === 0 ? 0 : `${cast.left[at]}`,
    key: cast.clientKeys[at]?.toString('hex'),
    trackerid: cast.clientWords[at],
    ip: cast.claimed4[at],
    ipv4: cast.claimed4[at],
    ipv6: encodeURIComponent(cast.claimed6[at] ?? ''),
    [cast.clientWords[at] ?? '']: 1,
  }
}

/** What comes from an address that nobody trusts counts for nothing. */
function headersOf(cast: Cast, at: number): string[] {
  return [
    `User-Agent: ${cast.clientWords[at]}/1.0`,
    `X-Forwarded-For: ${cast.claimed4[at]}, ${cast.claimed6[at]}`,
    `X-Real-IP: ${cast.claimed4[at]}`,
    `Forwarded: for="[${cast.claimed6[at]}]"`,
    `Cookie: session=${cast.clientWords[at]}`,
  ]
}

/** By a header that names the client, and by the PROXY protocol. */
async function announceByProxy(
  waggle: Waggle,
  cast: Cast,
  at: number,
  address: string,
): Promise<void> {
  for (const infoHash of cast.hashes) {
    const target = announceTarget(infoHash, httpFields(cast, at))
    const forwarded = { headers: [`X-Forwarded-For: ${address}`] }
    await ask(waggle.http4, trustedProxy, target, forwarded)
    const request = requestText(target, { headers: ['Connection: close'] })
    await say(proxiedEndpoint(waggle), trustedProxy, headerFor(address), request)
  }
}

function proxiedEndpoint({ http }: Waggle): Endpoint {
  const found = http.find(({ host }) => host === proxyHost)
  if (found === undefined) throw new Error('the listener for proxies is not bound')
  return found
}

/** Scrapes, and announces that are refused with a reason. */
async function askInVain(
  waggle: Waggle,
  cast: Cast,
  at: number,
  localAddress: string,
): Promise<void> {
  const [infoHash = Buffer.alloc(20)] = cast.refusedHashes.slice(at)
  const headers = headersOf(cast, at)
  const fields = httpFields(cast, at)
  const targets = [
    scrapeTarget(...cast.refusedHashes),
    '/scrape',
    announceTarget(infoHash.subarray(1), fields),
    announceTarget(infoHash, { ...fields, port: undefined }),
    announceTarget(infoHash, { ...fields, port: 'x', peer_id: cast.clientWords[at] }),
    announceTarget(infoHash, { ...fields, peer_id: cast.clientWords[at] }),
    `/${cast.clientWords[at]}/announce?info_hash=${escapeBytes(infoHash)}`,
    `/${cast.clientWords[at]}?info_hash=${infoHash.toString('hex')}`,
    `/announce?info_hash=%zz${cast.clientWords[at]}`,
    `/stats?mode=${cast.clientWords[at]}`,
    '/',
  ]
  for (const target of targets) await ask(waggle.http4, localAddress, target, { headers })
  using client = await UdpClient.open(waggle.udp4, { localAddress })
  await client.scrape(...cast.refusedHashes)
  const id = await client.connectionId()
  const announce = { ...udpFields(cast, at, infoHash) }
  await client.answersTo(
    encodeAnnounce(id, 1, { ...announce, port: 0 }),
    encodeAnnounce(id + 1n, 2, announce),
    encodeAnnounce(id, 3, announce).subarray(0, 60),
    encodeScrape(id, 4, [infoHash.subarray(3)]),
    Buffer.concat([encodeHeader(id, 9, 5), infoHash]),
  )
}

/** What is no request. */
async function sendNonsense(
  waggle: Waggle,
  cast: Cast,
  at: number,
  localAddress: string,
): Promise<void> {
  const word = cast.clientWords[at] ?? ''
  const [infoHash = Buffer.alloc(20)] = cast.refusedHashes.slice(at)
  using client = await UdpClient.open(waggle.udp4, { localAddress })
  await client.answersTo(infoHash.subarray(0, 7), infoHash, Buffer.alloc(3000, infoHash))
  const pieces = [
    `${word}\r\n\r\n`,
    `POST /announce?${word} HTTP/1.1\r\nHost: ${word}\r\nContent-Length: 4\r\n\r\n${word}`,
    `GET /announce?info_hash=${infoHash.toString('latin1')} HTTP/1.1\r\nHost: t\r\n\r\n`,
    `GET /announce HTTP/1.1\r\nHost: t\r\n${word}\r\n\r\n`,
    `GET /announce HTTP/1.1\r\nHost: t\r\nX: ${word.repeat(2000)}\r\n\r\n`,
    `GET /${word.repeat(2000)} HTTP/1.1\r\nHost: t\r\n\r\n`,
    `GET /announce?${word}`,
  ]
  for (const piece of pieces) await say(waggle.http4, localAddress, piece)
  for (const piece of [headerFor('203.0.113.7').subarray(0, 20), word])
    await say(proxiedEndpoint(waggle), localAddress, piece)
}
