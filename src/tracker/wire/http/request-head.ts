/**
 * An HTTP/1.x request in one pass over its bytes (RFC 9112), without a string or an object: where its target
 * lies, where it ends, and whether its connection is to be kept.
 *
 *     GET /announce?info_hash=… HTTP/1.1␍␊  Host: tracker␍␊Connection: close␍␊  ␍␊  body
 *         └─────── target ────┘             └────── at most 16 KiB ───────┘     └ skipped
 *
 * What decides where a request ends is read strictly, because a proxy in front may read it otherwise: a lone line
 * feed, a folded line, a blank before a colon and a doubtful length are refused (sections 2.2, 5.1, 5.2, 6.3).
 * What concerns a client alone is lenient: any printable character may stand in a target, Host may be missing.
 */
import { httpBodyBytesMax, httpHeaderBytesMax, httpTargetBytesMax } from '#base/limits'
import { Chunks, endOfChunks } from './chunked-body.ts'
import { HeaderFields } from './header-fields.ts'
import {
  carriageReturn,
  colon,
  isDigit,
  isTokenByte,
  isValueByte,
  lineFeed,
  skipBlanks,
  space,
  trimBlanks,
} from './octets.ts'
import { endOfText, Lowest } from './text-scan.ts'

/** What the bytes hold. All but the first two are the status to refuse the request with. */
export const RequestStatus = {
  complete: 0,
  incomplete: 1,
  malformed: 400,
  bodyTooLarge: 413,
  targetTooLong: 414,
  headersTooLarge: 431,
  methodUnknown: 501,
  versionUnsupported: 505,
} as const
export type RequestStatus = (typeof RequestStatus)[keyof typeof RequestStatus]

export const Method = { get: 0, head: 1, other: 2 } as const
export type Method = (typeof Method)[keyof typeof Method]

/** One record for the buffer that requests are read into, filled again for each. Offsets are those of the buffer. */
export class RequestHead {
  readonly bytes: Uint8Array
  readonly words: Int32Array
  /** Where the request begins: empty lines before it are skipped (section 2.2). */
  start = 0
  /** The index after the request and its body. */
  end = 0
  /** Of a request whose head is complete and whose body is not: the index up to which it is needed. */
  neededEnd = 0
  method: Method = Method.get
  targetStart = 0
  targetEnd = 0
  /** Of HTTP/1.0 or 1.1. */
  minorVersion = 1
  /** Whether the connection outlives the request; never so for a method other than GET, whose body is not read. */
  isKeptAlive = false
  readonly fields = new HeaderFields()

  /** `bytes` begins at a multiple of four of its buffer. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
  }
}

const methodBytesMax = 32
/** ` HTTP/1.1` and the line end behind it, without the space. */
const versionLineBytes = 10

/** Bytes that a head has at most; one that has more and no end is refused. */
export const requestHeadBytesMax =
  methodBytesMax + httpTargetBytesMax + versionLineBytes + 2 + httpHeaderBytesMax

/** Bytes that a request has at most: a buffer of these can tell of every request what it is. */
export const requestBytesMax = requestHeadBytesMax + httpBodyBytesMax

/** Reads the first request that stands from `start` to `end` of the buffer of `head`. */
export function decodeRequest(head: RequestHead, start: number, end: number): RequestStatus {
  const { bytes } = head
  let at = start
  while (bytes[at] === carriageReturn && at + 1 < end && bytes[at + 1] === lineFeed) at += 2
  head.start = at
  head.neededEnd = 0
  if (at >= end) return RequestStatus.incomplete
  // "GET " begins every request but a handful.
  const isGet =
    end - at >= 4 &&
    bytes[at] === 0x47 &&
    bytes[at + 1] === 0x45 &&
    bytes[at + 2] === 0x54 &&
    bytes[at + 3] === space
  if (isGet) {
    head.method = Method.get
    return readTarget(head, at + 4, end)
  }
  if (at + 1 === end && bytes[at] === carriageReturn) return RequestStatus.incomplete
  return readOtherMethod(head, at, end)
}

/**
 * Whether an empty line ends from `from` on, before `end`: only then can more bytes of an unfinished head have
 * finished it, and only then need it be read again. The two bytes before `from` are looked at too.
 */
export function mayEndHead(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== lineFeed) continue
    if (bytes[at - 1] === carriageReturn && bytes[at - 2] === lineFeed) return true
  }
  return false
}

function readOtherMethod(head: RequestHead, start: number, end: number): RequestStatus {
  const { bytes } = head
  const limit = Math.min(end, start + methodBytesMax)
  let at = start
  while (at < limit && isTokenByte(bytes[at] as number)) at++
  if (at - start === methodBytesMax) return RequestStatus.methodUnknown
  if (at === end) return RequestStatus.incomplete
  if (at === start || bytes[at] !== space) return RequestStatus.malformed
  head.method = isHead(bytes, start, at) ? Method.head : Method.other
  return readTarget(head, at + 1, end)
}

/** Methods have a case, unlike the names of header fields. */
function isHead(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === 4 &&
    bytes[start] === 0x48 &&
    bytes[start + 1] === 0x45 &&
    bytes[start + 2] === 0x41 &&
    bytes[start + 3] === 0x44
  )
}

function readTarget(head: RequestHead, start: number, end: number): RequestStatus {
  const { bytes } = head
  const limit = Math.min(end, start + httpTargetBytesMax + 1)
  const at = endOfText(bytes, head.words, start, limit, Lowest.exclamationMark)
  if (at - start > httpTargetBytesMax) return RequestStatus.targetTooLong
  if (at === end) return RequestStatus.incomplete
  // A line end here would be HTTP/0.9, in which a reply cannot say that it is an error.
  if (at === start || bytes[at] !== space) return RequestStatus.malformed
  head.targetStart = start
  head.targetEnd = at
  return readVersion(head, at + 1, end)
}

function readVersion(head: RequestHead, at: number, end: number): RequestStatus {
  const { bytes } = head
  if (end - at < versionLineBytes) return RequestStatus.incomplete
  const isVersion =
    bytes[at] === 0x48 &&
    bytes[at + 1] === 0x54 &&
    bytes[at + 2] === 0x54 &&
    bytes[at + 3] === 0x50 &&
    bytes[at + 4] === 0x2f &&
    isDigit(bytes[at + 5] as number) &&
    bytes[at + 6] === 0x2e &&
    isDigit(bytes[at + 7] as number) &&
    bytes[at + 8] === carriageReturn &&
    bytes[at + 9] === lineFeed
  if (!isVersion) return RequestStatus.malformed
  const minor = (bytes[at + 7] as number) - 0x30
  if (bytes[at + 5] !== 0x31 || minor > 1) return RequestStatus.versionUnsupported
  head.minorVersion = minor
  return readFields(head, at + versionLineBytes, end)
}

function readFields(head: RequestHead, start: number, end: number): RequestStatus {
  const { bytes, words, fields } = head
  const limit = Math.min(end, start + httpHeaderBytesMax)
  const cutOff = limit < end ? RequestStatus.headersTooLarge : RequestStatus.incomplete
  fields.clear()
  let at = start
  while (at + 1 < limit) {
    if (bytes[at] === carriageReturn)
      return bytes[at + 1] === lineFeed ? readBody(head, at + 2, end) : RequestStatus.malformed
    const name = at
    while (at < limit && isTokenByte(bytes[at] as number)) at++
    if (at === limit) return cutOff
    if (at === name || bytes[at] !== colon) return RequestStatus.malformed
    const nameEnd = at
    const value = skipBlanks(bytes, at + 1, limit)
    at = endOfText(bytes, words, value, limit, Lowest.space)
    // Tabs and bytes from 0x80 on are rare, and allowed.
    while (at < limit && isValueByte(bytes[at] as number)) at++
    if (at + 1 >= limit)
      return at < limit && bytes[at] !== carriageReturn ? RequestStatus.malformed : cutOff
    if (bytes[at] !== carriageReturn || bytes[at + 1] !== lineFeed) return RequestStatus.malformed
    const valueEnd = trimBlanks(bytes, value, at)
    if (!fields.read(bytes, name, nameEnd, value, valueEnd)) return RequestStatus.malformed
    at += 2
  }
  return cutOff
}

function readBody(head: RequestHead, start: number, end: number): RequestStatus {
  const { fields, minorVersion, method } = head
  const { bodyBytes, isChunked } = fields
  // Two lengths, or a coding that HTTP/1.0 does not have: somebody is to be deceived (section 6.1).
  if (isChunked && (bodyBytes >= 0 || minorVersion === 0)) return RequestStatus.malformed
  head.end = start
  head.isKeptAlive =
    !fields.isCloseWanted &&
    (minorVersion === 1 || fields.isKeepAliveWanted) &&
    method === Method.get
  if (method !== Method.get) return RequestStatus.complete
  if (isChunked) return skipChunks(head, start, end)
  if (bodyBytes <= 0) return RequestStatus.complete
  if (bodyBytes > httpBodyBytesMax) return RequestStatus.bodyTooLarge
  head.end = start + bodyBytes
  if (head.end <= end) return RequestStatus.complete
  head.neededEnd = head.end
  return RequestStatus.incomplete
}

function skipChunks(head: RequestHead, start: number, end: number): RequestStatus {
  const chunksEnd = endOfChunks(head.bytes, start, end)
  if (chunksEnd === Chunks.malformed) return RequestStatus.malformed
  if (chunksEnd === Chunks.tooLarge) return RequestStatus.bodyTooLarge
  head.end = chunksEnd
  if (chunksEnd >= 0) return RequestStatus.complete
  head.neededEnd = end + 1
  return RequestStatus.incomplete
}
