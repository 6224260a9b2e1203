/**
 * The request that is rehearsed when somebody asks what a client would be told: what the operator has of it, completed
 * to what a client would send.
 */
import { ExplainError, type ExplainQuery } from '#operate/explain/explanation'
import type { Subject } from '#operate/explain/read-subject'
import { Announce } from '#tracker/wire/announce'
import { ascii } from '#tracker/wire/bytes'
import { Failure, failureDescriptions } from '#tracker/wire/failure'
import { decodeAnnounceQuery } from '#tracker/wire/http/decode-announce-query'

/** What a client is that nobody named: twenty bytes that no peer id begins with. */
const unknownClient = new Uint8Array(20)
const unnamedTorrent = new Uint8Array(20)

export type ComposedRequest = {
  /** The target of an HTTP request. */
  readonly target: Uint8Array
  /** Somebody said which torrent, and which client. */
  readonly hasTorrent: boolean
  readonly hasClient: boolean
}

/** `path` is where an info-hash alone would be announced. Throws ExplainError. */
export function composeRequest(
  subject: Subject,
  path: string,
  { client }: Pick<ExplainQuery, 'client'>,
): ComposedRequest {
  const { query } = subject
  if (hasParameter(query, 'info_hash')) return composeWhole(subject, client)
  // What the address has itself comes first, as from a client, and of two ports the first one counts.
  const parameters = [
    query,
    `info_hash=${percentEncoded(subject.infoHash ?? unnamedTorrent)}`,
    `peer_id=${percentEncoded(client === undefined ? unknownClient : peerIdOf(client))}`,
    'port=6881&uploaded=0&downloaded=0&left=1&event=started&compact=1',
  ]
  return {
    target: ascii(`${path}?${parameters.filter((text) => text !== '').join('&')}`),
    hasTorrent: subject.infoHash !== undefined,
    hasClient: client !== undefined,
  }
}

/** A request as a client sent it: nothing is added to it but who sends it. */
function composeWhole({ path = '/announce', query }: Subject, client: string | undefined) {
  const hasPeerId = hasParameter(query, 'peer_id')
  if (client !== undefined && hasPeerId)
    throw new ExplainError('the address has a peer_id already; leave --client out')
  const added = client === undefined ? '' : `&peer_id=${percentEncoded(peerIdOf(client))}`
  return {
    target: Buffer.from(`${path}?${query}${added}`, 'latin1'),
    hasTorrent: true,
    hasClient: hasPeerId || client !== undefined,
  }
}

/** The datagram of the same announce (BEP 15), with its path as an option (BEP 41). Throws ExplainError. */
export function datagramOf(target: Uint8Array): Uint8Array {
  const text = Buffer.from(target).toString('latin1')
  const question = text.indexOf('?')
  const announce = new Announce()
  const failure = decodeAnnounceQuery(target, question + 1, target.length, announce)
  if (failure !== Failure.none && failure !== Failure.portInvalid)
    throw new ExplainError(
      `over UDP no client can send this (${failureDescriptions[failure].text}); correct the address, or give one that begins with http://`,
    )
  const bytes = Buffer.alloc(98)
  bytes.writeInt32BE(1, 8)
  bytes.set(announce.infoHash, 16)
  bytes.set(announce.peerId, 36)
  bytes.writeBigInt64BE(BigInt(announce.left), 64)
  bytes.writeInt32BE(announce.event, 80)
  bytes.writeInt32BE(announce.numwant, 92)
  bytes.writeUInt16BE(failure === Failure.none ? announce.port : 0, 96)
  return Buffer.concat([bytes, ...pathOptions(text.slice(0, question))])
}

/** Clients send a path that says something and no other. */
function pathOptions(path: string): Buffer[] {
  if (path === '/' || path === '/announce') return []
  const pieces = path.match(/.{1,255}/gs) ?? []
  return pieces.map((piece) => Buffer.from([2, piece.length, ...Buffer.from(piece, 'latin1')]))
}

function hasParameter(query: string, name: string): boolean {
  return query.split('&').some((parameter) => parameter.startsWith(`${name}=`))
}

function percentEncoded(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

/** A whole peer id that begins as said. Throws ExplainError. */
function peerIdOf(client: string): Uint8Array {
  const bytes = Buffer.from(client, 'latin1')
  if (bytes.length > 20 || /[^\x21-\x7e]/.test(client))
    throw new ExplainError(
      'a peer id has 20 bytes of printable ASCII at most; write its beginning, such as --client -qB4520-',
    )
  const peerId = Buffer.alloc(20, '0')
  bytes.copy(peerId)
  return peerId
}
