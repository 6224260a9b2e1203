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
import {
  encodeAnnounce,
  encodeHeader,
  encodeScrape,
  type UdpAnnounce,
} from '../support/udp-packets.ts'
import type { Waggle } from '../support/waggle.ts'
import type { Cast, Person } from './cast.ts'
import { ask, say } from './say.ts'

/** Connections to this address of the tracker begin with a header of the PROXY protocol. */
const proxyHost = '127.0.0.3'
const trustedProxy = '127.0.0.1'

/** How the tracker has to listen for these clients. */
export const clientSettings = {
  'tracker.http': `["127.0.0.1:0","[::1]:0","${proxyHost}:0"]`,
  'tracker.trusted_proxies': `["${trustedProxy}"]`,
  'tracker.proxy_protocol': `["${proxyHost}:0"]`,
  'tracker.full_scrape': 'true',
}

export async function clientsCome(waggle: Waggle, { people }: Cast): Promise<void> {
  const hashes = people.map(({ infoHash }) => infoHash)
  for (const person of people) {
    await announce(waggle, person, person.client, hashes)
    await announceByProxy(waggle, person, hashes)
    await announce(waggle, person, person.departed, hashes)
    await announce(waggle, person, person.departed, hashes, 'stopped')
    await askInVain(waggle, person)
    await sendNonsense(waggle, person)
  }
}

/** Every torrent, over UDP and HTTP. */
async function announce(
  waggle: Waggle,
  person: Person,
  address: string,
  hashes: readonly Buffer[],
  event?: 'stopped',
): Promise<void> {
  using client = await UdpClient.open(waggle.udp4, { localAddress: address })
  const id = await client.connectionId()
  for (const infoHash of hashes) {
    const fields = { ...udpFields(person, infoHash), event: event === 'stopped' ? 3 : 2 }
    // One that was banned in the meantime is refused.
    await client.exchange(encodeAnnounce(id, client.nextTransaction(), fields))
    const target = announceTarget(infoHash, { ...httpFields(person), event })
    await ask(waggle.http4, address, target, { headers: headersOf(person) })
  }
}

function udpFields(person: Person, infoHash: Buffer): UdpAnnounce {
  const { number, peerId, uploaded, downloaded, left, clientKey, claimed4, clientWord } = person
  return {
    infoHash,
    peerId,
    port: 6881 + number,
    uploaded,
    downloaded,
    left,
    key: clientKey.readUInt32BE(),
    ip: Buffer.from(claimed4.split('.').map(Number)).readUInt32BE(),
    tail: urlData(`/announce?auth=${clientWord}`),
  }
}

/** BEP 41. */
function urlData(text: string): Buffer {
  return Buffer.concat([Buffer.from([2, text.length]), Buffer.from(text), Buffer.from([0])])
}

function httpFields(person: Person): Parameters {
  const { number, peerId, uploaded, downloaded, left, clientKey, clientWord } = person
  return {
    peer_id: escapeBytes(peerId),
    port: 6881 + number,
    uploaded: `${uploaded}`,
    downloaded: `${downloaded}`,
    left: `${left}`,
    key: clientKey.toString('hex'),
    trackerid: clientWord,
    ip: person.claimed4,
    ipv4: person.claimed4,
    ipv6: encodeURIComponent(person.claimed6),
    [clientWord]: 1,
  }
}

/** What comes from an address that nobody trusts counts for nothing. */
function headersOf({ clientWord, claimed4, claimed6 }: Person): string[] {
  return [
    `User-Agent: ${clientWord}/1.0`,
    `X-Forwarded-For: ${claimed4}, ${claimed6}`,
    `X-Real-IP: ${claimed4}`,
    `Forwarded: for="[${claimed6}]"`,
    `Cookie: session=${clientWord}`,
  ]
}

/** By a header that names the client, and by the PROXY protocol. */
async function announceByProxy(
  waggle: Waggle,
  person: Person,
  hashes: readonly Buffer[],
): Promise<void> {
  for (const infoHash of hashes) {
    const target = announceTarget(infoHash, httpFields(person))
    const forwarded = { headers: [`X-Forwarded-For: ${person.proxied}`] }
    await ask(waggle.http4, trustedProxy, target, forwarded)
    const request = requestText(target, { headers: ['Connection: close'] })
    await say(proxiedEndpoint(waggle), trustedProxy, headerFor(person.proxied), request)
  }
}

function proxiedEndpoint({ http }: Waggle): Endpoint {
  const found = http.find(({ host }) => host === proxyHost)
  if (found === undefined) throw new Error('the listener for proxies is not bound')
  return found
}

/** Scrapes, and announces that are refused with a reason. */
async function askInVain(waggle: Waggle, person: Person): Promise<void> {
  const { refused: localAddress, refusedHash: infoHash, clientWord } = person
  const fields = httpFields(person)
  const targets = [
    scrapeTarget(infoHash),
    '/scrape',
    announceTarget(infoHash.subarray(1), fields),
    announceTarget(infoHash, { ...fields, port: undefined }),
    announceTarget(infoHash, { ...fields, port: 'x', peer_id: clientWord }),
    announceTarget(infoHash, { ...fields, peer_id: clientWord }),
    `/${clientWord}/announce?info_hash=${escapeBytes(infoHash)}`,
    `/${clientWord}?info_hash=${infoHash.toString('hex')}`,
    `/announce?info_hash=%zz${clientWord}`,
    `/stats?mode=${clientWord}`,
    '/',
  ]
  const headers = headersOf(person)
  for (const target of targets) await ask(waggle.http4, localAddress, target, { headers })
  using client = await UdpClient.open(waggle.udp4, { localAddress })
  await client.answersTo(...(await refusedPackets(client, person)))
}

async function refusedPackets(client: UdpClient, person: Person): Promise<Buffer[]> {
  const id = await client.connectionId()
  const fields = udpFields(person, person.refusedHash)
  return [
    encodeScrape(id, 1, [person.refusedHash]),
    encodeAnnounce(id, 2, { ...fields, port: 0 }),
    encodeAnnounce(id + 1n, 3, fields),
    encodeAnnounce(id, 4, fields).subarray(0, 60),
    encodeScrape(id, 5, [person.refusedHash.subarray(3)]),
    Buffer.concat([encodeHeader(id, 9, 6), person.refusedHash]),
  ]
}

/** What is no request. */
async function sendNonsense(waggle: Waggle, person: Person): Promise<void> {
  const { refused: localAddress, refusedHash, clientWord: word } = person
  using client = await UdpClient.open(waggle.udp4, { localAddress })
  await client.answersTo(refusedHash.subarray(0, 7), refusedHash, Buffer.alloc(3000, refusedHash))
  const pieces = [
    `${word}\r\n\r\n`,
    `POST /announce?${word} HTTP/1.1\r\nHost: ${word}\r\nContent-Length: 16\r\n\r\n${word}`,
    `GET /announce?info_hash=${refusedHash.toString('latin1')} HTTP/1.1\r\nHost: t\r\n\r\n`,
    `GET /announce HTTP/1.1\r\nHost: t\r\n${word}\r\n\r\n`,
    `GET /announce HTTP/1.1\r\nHost: t\r\nX: ${word.repeat(2000)}\r\n\r\n`,
    `GET /${word.repeat(2000)} HTTP/1.1\r\nHost: t\r\n\r\n`,
    `GET /announce?${word}`,
  ]
  for (const piece of pieces) await say(waggle.http4, localAddress, piece)
  for (const piece of [headerFor(person.claimed4).subarray(0, 20), word])
    await say(proxiedEndpoint(waggle), localAddress, piece)
}
