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

/** Reads the options from `start` to `end` into `urlData` of the request. */
export function decodeAnnounceOptions(
  bytes: Uint8Array,
  start: number,
  end: number,
  request: UdpRequest,
): void {
  const length = joinUrlData(bytes, start, end, request.urlData)
  request.optionsMalformed = length < 0
  request.urlDataLength = length < 0 ? 0 : length
}

/** How many bytes of URL data there are, or -1 if options are cut off or hold more than there is room for. */
function joinUrlData(bytes: Uint8Array, start: number, end: number, into: Uint8Array): number {
  let joined = 0
  let at = start
  while (at < end) {
    const type = bytes[at++] as number
    if (type === endOfOptions) break
    if (type === nothing) continue
    if (at === end) return -1
    const length = bytes[at++] as number
    if (length > end - at) return -1
    if (type === urlData) {
      if (length > udpUrlDataBytesMax - joined) return -1
      joined = copyBytes(into, joined, bytes, at, length)
    }
    at += length
  }
  return joined
}
