/** A port of this machine's loopback addresses that nobody uses, for UDP and TCP alike. */
import { StartError } from '#base/start-error'
import { type ProbedAddress, probeAddresses } from '#operate/probe-addresses'

const attempts = 20

/** Throws an Error when none is found. */
export async function freePort(hosts: readonly string[]): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = await anyPort(hosts[0] ?? '127.0.0.1')
    if (await isFree(hosts, port)) return port
  }
  throw new Error('no port is free for UDP and TCP; end some programs and try again')
}

async function anyPort(host: string): Promise<number> {
  const [probed] = await probe('udp', [addressOf(host, 0)])
  if (probed === undefined) throw new Error(`${host} cannot be listened on`)
  return probed.port
}

async function isFree(hosts: readonly string[], port: number): Promise<boolean> {
  const addresses = hosts.map((host) => addressOf(host, port))
  try {
    await probe('udp', addresses)
    await probe('tcp', addresses)
    return true
  } catch (error) {
    if (error instanceof StartError) return false
    throw error
  }
}

function probe(
  transport: 'udp' | 'tcp',
  addresses: readonly ProbedAddress[],
): Promise<ProbedAddress[]> {
  return probeAddresses({
    key: 'tracker.udp',
    transport,
    addresses,
    isDefault: false,
    warn: nothing,
  })
}

function nothing(): void {}

function addressOf(host: string, port: number): ProbedAddress {
  return { host, port, family: host.includes(':') ? 6 : 4 }
}
