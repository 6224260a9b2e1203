/**
 * The path of a UDP announce, which comes in its options (BEP 41), into the announce. Many clients send none, and a path
 * that names nothing is the same to them and us: `absent`.
 */
import { PathForm } from '../announce-path.ts'
import { decodeTarget, Route, Target } from '../http/target.ts'
import type { UdpRequest } from './udp-request.ts'

export class UdpPath {
  readonly #request: UdpRequest
  readonly #target: Target

  constructor(request: UdpRequest) {
    this.#request = request
    this.#target = new Target(request.announce.path)
  }

  /** Reads what `decodeDatagram` has found. */
  read(): void {
    const { urlData, urlDataStart, urlDataLength, announce } = this.#request
    const { path } = announce
    if (urlDataLength === 0) return path.clear(PathForm.absent)
    decodeTarget(urlData, urlDataStart, urlDataStart + urlDataLength, this.#target)
    const { route } = this.#target
    if (route === Route.announce && path.form !== PathForm.bare) return
    const isNothing = route === Route.announce || route === Route.root
    path.clear(isNothing ? PathForm.absent : PathForm.bare)
  }
}
