/**
 * The sockets that main owns: those that a server handed over or a service manager opened come first, and what is
 * missing is opened. All of them can be handed on to a successor.
 */
import { libc } from '#base/libc'
import type { KeyName } from '#config/schema'
import type { ProbedAddress } from '#operate/probe-addresses'
import { openTcpSocket, openUdpSocket } from '#tracker/listeners/linux/open-sockets'

/** The keys whose addresses are listened on. */
export type SocketKey = Extract<
  KeyName,
  'tracker.udp' | 'tracker.http' | 'tracker.https' | 'site.listen'
>

export type HeldSocket = ProbedAddress & {
  readonly transport: 'udp' | 'tcp'
  /** Undefined where whoever opened it does not know what for. */
  readonly key?: SocketKey | undefined
  readonly descriptor: number
  /** One for all threads: a service manager opens one for each address. */
  readonly isOnlyOne?: boolean | undefined
}

export class Sockets {
  #held: HeldSocket[] = []
  #given: HeldSocket[]

  constructor(given: readonly HeldSocket[] = []) {
    this.#given = [...given]
  }

  /** All that is open, for a successor. */
  get held(): readonly HeldSocket[] {
    return this.#held
  }

  /** The port of a socket that was given for this address; undefined where one has to be opened. */
  givenPort(key: SocketKey, address: ProbedAddress): number | undefined {
    return this.#given.find((one) => isFor(one, key, address))?.port
  }

  /** A socket of this thread's own, or the only one there is. */
  take(key: SocketKey, address: ProbedAddress): number {
    const given = this.#given.find((one) => isFor(one, key, address))
    if (given !== undefined && given.isOnlyOne !== true)
      this.#given = this.#given.filter((one) => one !== given)
    const socket = given ?? open(key, address)
    if (!this.#held.includes(socket)) this.#held.push(socket)
    return socket.descriptor
  }

  /** Whether one socket is all that threads have for its address. */
  isShared(descriptor: number): boolean {
    return this.#held.some((one) => one.descriptor === descriptor && one.isOnlyOne === true)
  }

  /** A successor has those that it wants, and nobody here uses them any more. */
  close(): void {
    for (const { descriptor } of this.#held) libc?.close(descriptor)
    this.#held = []
  }

  /** Closes what was given and is configured no more. */
  closeRest(): void {
    for (const one of this.#given) if (!this.#held.includes(one)) libc?.close(one.descriptor)
    this.#given = []
  }
}

/** Port 0 is any. */
function isFor(socket: HeldSocket, key: SocketKey, { host, port, family }: ProbedAddress): boolean {
  return (
    (socket.key === undefined || socket.key === key) &&
    socket.transport === transportOf(key) &&
    socket.host === host &&
    socket.family === family &&
    (port === 0 || socket.port === port)
  )
}

function transportOf(key: SocketKey): 'udp' | 'tcp' {
  return key === 'tracker.udp' ? 'udp' : 'tcp'
}

function open(key: SocketKey, { host, port, family }: ProbedAddress): HeldSocket {
  const address = { host, port, family }
  const transport = transportOf(key)
  const descriptor =
    transport === 'udp'
      ? openUdpSocket(address)
      : // Visitors of the site may be silent at first; clients of the tracker have something to say.
        openTcpSocket(address, { waitsForFirstBytes: key !== 'site.listen' })
  return { ...address, transport, key, descriptor }
}
