/**
 * Whether the configured addresses can be listened on, found out by binding each for a moment before any
 * thread starts. The threads share ports (SO_REUSEPORT), which would hide a port that another program, or
 * another Waggle, has already; a plain bind does not. A port 0 gets its number here.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartError, systemCode } from '#base/start-error'

export type ProbedAddress = { readonly host: string; readonly port: number; readonly family: 4 | 6 }

export type ProbeRequest<Address extends ProbedAddress = ProbedAddress> = {
  /** The key, for messages. */
  readonly key: string
  readonly transport: 'udp' | 'tcp'
  readonly addresses: readonly Address[]
  /** Addresses come from the defaults: one that the machine lacks is skipped with a warning. */
  readonly isDefault: boolean
  /** The port of a socket that this process has already for an address. */
  readonly givenPort?: (address: Address) => number | undefined
  readonly warn: (message: string) => void
}

/** The addresses with their ports. Throws StartError, with the system's error as its cause, for the first that cannot be listened on. */
export async function probeAddresses<Address extends ProbedAddress>(
  request: ProbeRequest<Address>,
): Promise<Address[]> {
  const probed: Address[] = []
  for (const address of request.addresses) {
    try {
      const given = request.givenPort?.(address)
      const port =
        given ?? (await (request.transport === 'udp' ? probeUdp(address) : probeTcp(address)))
      probed.push({ ...address, port })
    } catch (error) {
      if (!request.isDefault || !isLacking(error)) throw asStartError(request.key, address, error)
      request.warn(
        `${request.key}: this machine has no ${address.family === 6 ? 'IPv6' : 'IPv4'}; ${textOf(address)} is left out`,
      )
    }
  }
  return probed
}

/** `192.0.2.1:6969` or `[2001:db8::1]:6969`. */
export function textOf({ host, port, family }: ProbedAddress): string {
  return family === 6 ? `[${host}]:${port}` : `${host}:${port}`
}

async function probeUdp({ host, port, family }: ProbedAddress): Promise<number> {
  const socket = createSocket({ type: family === 4 ? 'udp4' : 'udp6', ipv6Only: family === 6 })
  socket.bind({ port, address: host, exclusive: true })
  await once(socket, 'listening')
  const bound = socket.address().port
  socket.close()
  await once(socket, 'close')
  return bound
}

async function probeTcp({ host, port, family }: ProbedAddress): Promise<number> {
  const server = createServer()
  server.listen({ host, port, ipv6Only: family === 6, exclusive: true })
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : port
}

function isLacking(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(systemCode(error))
}

function asStartError(key: string, address: ProbedAddress, error: unknown): StartError {
  const text = `${key} = "${textOf(address)}": ${whyNot(error, address.port)}`
  return new StartError(text, { cause: error })
}

function whyNot(error: unknown, port: number): string {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return `port ${port} is in use by another program or another Waggle; stop that one, or choose another port`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return 'this machine has no such address; write one that "ip address" lists, or 0.0.0.0 or [::] for all'
    case 'EACCES':
    case 'EPERM':
      return `this user may not use port ${port}; choose one above 1023, or give the program CAP_NET_BIND_SERVICE`
    default:
      return `it cannot be listened on (${String(error)})`
  }
}
