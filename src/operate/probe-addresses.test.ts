import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, Server } from 'node:net'
import { describe, expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { type ProbedAddress, type ProbeRequest, probeAddresses, textOf } from './probe-addresses.ts'

const transports = ['udp', 'tcp'] as const
const loopback: ProbedAddress = { host: '127.0.0.1', port: 0, family: 4 }
/** Of TEST-NET-1, which no machine has (RFC 5737). */
const lacking: ProbedAddress = { host: '192.0.2.1', port: 0, family: 4 }

/** Probes as for a key that the operator wrote; gives what it was warned of too. */
async function probe(
  transport: 'udp' | 'tcp',
  addresses: readonly ProbedAddress[],
  changes: Partial<ProbeRequest> = {},
): Promise<{ probed: ProbedAddress[]; warnings: string[] }> {
  const warnings: string[] = []
  const probed = await probeAddresses({
    key: `tracker.${transport}`,
    transport,
    addresses,
    isDefault: false,
    warn: (message) => warnings.push(message),
    ...changes,
  })
  return { probed, warnings }
}

/** A port of 127.0.0.1 that somebody has, shared or not, as long as `work` takes. */
async function withTakenPort(
  transport: 'udp' | 'tcp',
  reusePort: boolean,
  work: (port: number) => Promise<void>,
): Promise<void> {
  const holder = transport === 'udp' ? createSocket({ type: 'udp4', reusePort }) : createServer()
  if (holder instanceof Server) holder.listen({ host: '127.0.0.1', port: 0, reusePort })
  else holder.bind(0, '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  if (typeof address !== 'object' || address === null) throw new Error('it is bound')
  await work(address.port)
  holder.close()
  await once(holder, 'close')
}

describe('probing addresses', () => {
  test.for(transports)(
    'gives a %s port 0 its number, which is free afterwards',
    async (transport) => {
      const { probed, warnings } = await probe(transport, [loopback, loopback])
      const ports = probed.map(({ port }) => port)
      expect(ports.every((port) => port > 0)).toBe(true)
      expect((await probe(transport, probed)).probed).toEqual(probed)
      expect(warnings).toEqual([])
    },
  )

  test.for(transports)(
    'names the key, the address and the remedy for a %s port in use',
    (transport) =>
      withTakenPort(transport, false, async (port) => {
        const taken = probe(transport, [{ ...loopback, port }])
        await expect(taken).rejects.toThrow(StartError)
        await expect(taken).rejects.toThrow(
          `tracker.${transport} = "127.0.0.1:${port}": port ${port} is in use by another program or another Waggle; stop that one, or choose another port`,
        )
      }),
  )

  test.for(transports)('sees a %s port that its holder would share', (transport) =>
    withTakenPort(transport, true, async (port) => {
      await expect(probe(transport, [{ ...loopback, port }])).rejects.toThrow('is in use')
    }),
  )

  test('refuses a port in use even where the address is a default', () =>
    withTakenPort('tcp', false, async (port) => {
      const taken = probe('tcp', [{ ...loopback, port }], { isDefault: true })
      await expect(taken).rejects.toThrow('is in use')
    }))

  test.for(transports)('refuses a written %s address that the machine lacks', async (transport) => {
    const refused = probe(transport, [loopback, lacking])
    await expect(refused).rejects.toThrow(StartError)
    await expect(refused).rejects.toThrow(
      `tracker.${transport} = "192.0.2.1:0": this machine has no such address`,
    )
  })

  test.for(transports)(
    'leaves out a default %s address that the machine lacks',
    async (transport) => {
      const { probed, warnings } = await probe(transport, [lacking, loopback], { isDefault: true })
      expect(probed.map(({ host }) => host)).toEqual(['127.0.0.1'])
      expect(warnings).toEqual([
        `tracker.${transport}: this machine has no IPv4; 192.0.2.1:0 is left out`,
      ])
    },
  )
})

test('an address is written as a URL has it', () => {
  expect(textOf({ host: '192.0.2.1', port: 6969, family: 4 })).toBe('192.0.2.1:6969')
  expect(textOf({ host: '2001:db8::1', port: 6969, family: 6 })).toBe('[2001:db8::1]:6969')
})
