/**
 * The options behind a UDP announce (BEP 41): a type byte each, and for all but the first two types a
 * length byte and that many bytes. The URL data of several options is one text cut in pieces.
 *
 *     00 end of options │ 01 nothing │ 02 length path-and-query │ other: length, to be skipped
 *
 * Options that cannot be read are ignored together, never the announce: clients pad datagrams with what
 * they please.
 */
import { udpUrlDataBytesMax } from '#base/limits'
import { copyBytes } from '../bytes.ts'
import type { UdpRequest } from './udp-request.ts'

const endOfOptions = 0
const nothing = 1
const urlData = 2

/** Reads the options from `start` to `end` into the URL data of the request. */
export function decodeAnnounceOptions(
  bytes: Uint8Array,
  start: number,
  end: number,
  request: UdpRequest,
): void {
  request.urlData = bytes
  request.urlDataStart = start
  request.urlDataLength = 0
  request.optionsMalformed = !readOptions(bytes, start, end, request)
  if (request.optionsMalformed) request.urlDataLength = 0
}

/** False where options are cut off or hold more than there is room for. */
function readOptions(bytes: Uint8Array, start: number, end: number, request: UdpRequest): boolean {
  let at = start
  while (at < end) {
    const type = bytes[at++] as number
    if (type === endOfOptions) return true
    if (type === nothing) continue
    if (at === end) return false
    const length = bytes[at++] as number
    if (length > end - at) return false
    if (type === urlData && !addPiece(bytes, at, length, request)) return false
    at += length
  }
  return true
}

/** A first piece is left where it stands: clients hardly ever send more. */
function addPiece(bytes: Uint8Array, at: number, length: number, request: UdpRequest): boolean {
  const { joined, urlDataLength: before } = request
  if (length > udpUrlDataBytesMax - before) return false
  if (before === 0) request.urlDataStart = at
  else {
    if (request.urlData !== joined) copyBytes(joined, 0, bytes, request.urlDataStart, before)
    copyBytes(joined, before, bytes, at, length)
    request.urlData = joined
    request.urlDataStart = 0
  }
  request.urlDataLength = before + length
  return true
}
