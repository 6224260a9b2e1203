/*
 * The hosts of the test network: an IPv4 and an IPv6 address each, all on its loopback interface. They
 * are addresses for documentation (RFC 5737, RFC 3849), which clients take for public ones: they would
 * not believe a tracker that told them a private address as theirs.
 */

export interface Host {
  readonly ipv4: string
  readonly ipv6: string
}

export const hostCount = 64

export function host(number: number): Host {
  if (number < 1 || number > hostCount) throw new RangeError(`no host ${number}`)
  return { ipv4: `198.51.100.${number}`, ipv6: `2001:db8::${number.toString(16)}` }
}
