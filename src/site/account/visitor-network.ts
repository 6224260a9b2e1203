/** The network that a visitor comes from, by which failed logins are counted: an IPv4 address, or an IPv6 /64. */
import { isIPv6 } from 'node:net'

/** The most that anything takes that is no address, because a proxy wrote something else. */
const charactersMax = 64

export function visitorNetwork(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? []
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address.slice(0, charactersMax)
  return `${firstGroups(address.replace(/%.*$/, '')).join(':')}::/64`
}

/** The first four of an address's eight groups. */
function firstGroups(address: string): string[] {
  const [before = '', after] = address.toLowerCase().split('::')
  const [left, right] = [groupsOf(before), groupsOf(after ?? '')]
  const missing = after === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right]
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
}

/** An IPv4 address at the end stands for two. */
function groupsOf(part: string): string[] {
  if (part === '') return []
  return part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
