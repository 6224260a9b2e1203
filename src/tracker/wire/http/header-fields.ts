/**
 * The few header fields that the tracker reads, told apart by the length of their names before a byte is
 * compared; all others cost the scan that finds their ends and nothing more.
 */
import { ascii } from '../bytes.ts'
import { comma, isDigit, isToken, skipBlanks, trimBlanks } from './octets.ts'

/** Lines of the proxy's header that are kept: each proxy on the way may add one. */
const proxyLinesMax = 16

const connection = ascii('connection')
const contentLength = ascii('content-length')
const transferEncoding = ascii('transfer-encoding')
const acceptEncoding = ascii('accept-encoding')
const close = ascii('close')
const keepAlive = ascii('keep-alive')
const chunked = ascii('chunked')

const noName = new Uint8Array(0)
const lengthDigitsMax = 12

export class HeaderFields {
  /** The name, in lower case, of the header in which a proxy says whose request it forwards; empty for none. */
  proxyHeader: Uint8Array = noName

  isCloseWanted = false
  isKeepAliveWanted = false
  /** Bytes of the body, or -1 when no length is stated. */
  bodyBytes = -1
  isChunked = false
  /** Where the value of the last Accept-Encoding lies; equal when there is none. */
  acceptEncodingStart = 0
  acceptEncodingEnd = 0
  /** Lines of `proxyHeader`, and where their values lie, in their order. */
  proxyLines = 0
  readonly proxyStarts = new Int32Array(proxyLinesMax)
  readonly proxyEnds = new Int32Array(proxyLinesMax)

  clear(): void {
    this.isCloseWanted = false
    this.isKeepAliveWanted = false
    this.bodyBytes = -1
    this.isChunked = false
    this.acceptEncodingStart = 0
    this.acceptEncodingEnd = 0
    this.proxyLines = 0
  }

  /** Takes note of one field; false when it makes the request one that must be refused. */
  read(bytes: Uint8Array, name: number, nameEnd: number, value: number, valueEnd: number): boolean {
    const length = nameEnd - name
    if (length === 10) {
      if (isToken(bytes, name, nameEnd, connection)) this.#readConnection(bytes, value, valueEnd)
    } else if (length === 14) {
      if (isToken(bytes, name, nameEnd, contentLength))
        return this.#readLength(bytes, value, valueEnd)
    } else if (length === 17) {
      if (isToken(bytes, name, nameEnd, transferEncoding))
        return this.#readCoding(bytes, value, valueEnd)
    } else if (length === 15 && isToken(bytes, name, nameEnd, acceptEncoding)) {
      this.acceptEncodingStart = value
      this.acceptEncodingEnd = valueEnd
      return true
    }
    if (length === this.proxyHeader.length) this.#readProxy(bytes, name, value, valueEnd)
    return true
  }

  /** A list of options (RFC 9110 section 7.6.1), of which `close` outweighs the other. */
  #readConnection(bytes: Uint8Array, start: number, end: number): void {
    let at = start
    while (at < end) {
      const optionStart = skipBlanks(bytes, at, end)
      at = optionStart
      while (at < end && bytes[at] !== comma) at++
      const optionEnd = trimBlanks(bytes, optionStart, at)
      if (isToken(bytes, optionStart, optionEnd, close)) this.isCloseWanted = true
      else if (isToken(bytes, optionStart, optionEnd, keepAlive)) this.isKeepAliveWanted = true
      at++
    }
  }

  /** Digits and nothing else; a length that is repeated must be the same (RFC 9112 section 6.3). */
  #readLength(bytes: Uint8Array, start: number, end: number): boolean {
    let length = 0
    for (let at = start; at < end; at++) {
      if (!isDigit(bytes[at] as number)) return false
      length = length * 10 + (bytes[at] as number) - 0x30
    }
    if (end === start || end - start > lengthDigitsMax) return false
    if (this.bodyBytes >= 0 && this.bodyBytes !== length) return false
    this.bodyBytes = length
    return true
  }

  /** `chunked`, once, is the one coding that can be skipped. */
  #readCoding(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.isChunked || !isToken(bytes, start, end, chunked)) return false
    this.isChunked = true
    return true
  }

  #readProxy(bytes: Uint8Array, name: number, value: number, valueEnd: number): void {
    const { proxyHeader } = this
    if (proxyHeader.length === 0 || !isToken(bytes, name, name + proxyHeader.length, proxyHeader))
      return
    // The nearest proxies wrote the last lines, and those count.
    if (this.proxyLines === proxyLinesMax) this.#forgetFirstProxyLine()
    this.proxyStarts[this.proxyLines] = value
    this.proxyEnds[this.proxyLines] = valueEnd
    this.proxyLines++
  }

  #forgetFirstProxyLine(): void {
    this.proxyStarts.copyWithin(0, 1)
    this.proxyEnds.copyWithin(0, 1)
    this.proxyLines--
  }
}
