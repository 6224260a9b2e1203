/**
 * One datagram of the UDP tracker protocol (BEP 15, BEP 41), decoded. One record per thread, filled again
 * for each datagram.
 */
import { udpUrlDataBytesMax } from '#base/limits'
import { Announce } from '../announce.ts'
import { Failure } from '../failure.ts'
import { Scrape } from '../scrape.ts'

/** What a datagram asks for. One that is `drop` is no request, or must not be answered. */
export const UdpRequestKind = { drop: 0, connect: 1, announce: 2, scrape: 3, unknown: 4 } as const
export type UdpRequestKind = (typeof UdpRequestKind)[keyof typeof UdpRequestKind]

export class UdpRequest {
  kind: UdpRequestKind = UdpRequestKind.drop
  /** What the reply must repeat. */
  transactionId = 0
  /** The two halves of the connection id, as signed integers; 0 for `connect`. Not checked yet. */
  connectionIdHigh = 0
  connectionIdLow = 0
  /** What is wrong with a request whose connection id is good; `none` if it can be carried out. */
  failure: Failure = Failure.none
  /** Filled for `announce`, except for `address` and `family`, which the listener knows. */
  readonly announce = new Announce()
  /** Filled for `scrape`. */
  readonly scrape = new Scrape()
  /**
   * Path and query of the announce address (BEP 41), as they were sent: `urlDataLength` bytes from `urlDataStart` on, in
   * the datagram itself, or in `joined` where they came in several options.
   */
  urlData: Uint8Array = new Uint8Array(0)
  urlDataStart = 0
  urlDataLength = 0
  readonly joined = new Uint8Array(udpUrlDataBytesMax)
  /** True if the options of an announce cannot be read; `urlDataLength` is 0 then. */
  optionsMalformed = false

  constructor() {
    this.announce.isUdp = true
  }
}
