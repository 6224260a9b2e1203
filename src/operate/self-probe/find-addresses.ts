/**
 * The addresses of a host name, one of each family. The name server is asked and not the hosts file of this machine,
 * because clients elsewhere do not have that either; only names that are meant for one machine or one network are
 * looked for there.
 */
import { lookup, type Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { systemCode } from '#base/start-error'
import type { ProbeOutcome } from '#telemetry/endpoint-state'

export type FoundAddress = { readonly host: string; readonly family: 4 | 6 }

/** At least one address, IPv4 first, or why there is none. */
export type FoundAddresses =
  | { readonly addresses: readonly FoundAddress[] }
  | { readonly addresses: readonly []; readonly problem: ProbeOutcome }

const isUnknownName = (code: string): boolean => code === 'ENOTFOUND' || code === 'ENODATA'

export async function findAddresses(host: string, resolver: Resolver): Promise<FoundAddresses> {
  const literal = isIP(host)
  if (literal === 4 || literal === 6) return { addresses: [{ host, family: literal }] }
  const answers = [await ask(resolver, host, 4), await ask(resolver, host, 6)] as const
  const addresses = answers.flatMap(({ address }) => address ?? [])
  if (addresses.length > 0) return { addresses }
  if (!answers.every(({ code }) => isUnknownName(code)))
    return { addresses: [], problem: unanswered }
  return isLocal(host) ? await findLocally(host) : { addresses: [], problem: unknownName }
}

type Answer = { readonly address?: FoundAddress; readonly code: string }

async function ask(resolver: Resolver, host: string, family: 4 | 6): Promise<Answer> {
  try {
    const [first] = family === 4 ? await resolver.resolve4(host) : await resolver.resolve6(host)
    return first === undefined
      ? { code: 'ENODATA' }
      : { address: { host: first, family }, code: '' }
  } catch (error) {
    return { code: systemCode(error) }
  }
}

/** `localhost`, `printer`, `printer.local`: no name server of the internet knows these (RFC 6761, RFC 6762). */
function isLocal(host: string): boolean {
  return !host.includes('.') || /\.(?:local|localhost)$/i.test(host)
}

async function findLocally(host: string): Promise<FoundAddresses> {
  try {
    const found = await lookup(host, { all: true })
    const addresses = ([4, 6] as const).flatMap((family) => {
      const first = found.find((one) => one.family === family)
      return first === undefined ? [] : [{ host: first.address, family }]
    })
    return { addresses }
  } catch (error) {
    const isUnknown = isUnknownName(systemCode(error))
    return { addresses: [], problem: isUnknown ? unknownName : unanswered }
  }
}

const unknownName = { state: 'down', reason: 'name_unknown', detail: '' } as const
/** The name server did not answer, which is no fault of the endpoint's. */
const unanswered = { state: 'unknown', reason: 'not_from_here', detail: '' } as const
