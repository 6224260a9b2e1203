/**
 * The keys of what one network may do; a part of `schema.ts`. The rates are for networks in which many people share few
 * addresses: docs/decisions/0012-ceiling.md has the numbers that they come from.
 */
import { onReload } from './key.ts'
import { integer } from './value-type.ts'

const perSecondMax = 100_000

export const networkLimitKeys = {
  'limits.ipv4_prefix_bits': onReload(integer(8, 32), 24, [
    'How many bits of an IPv4 address name the network that is limited: 24 are 256 addresses.',
  ]),
  'limits.ipv6_prefix_bits': onReload(integer(16, 64), 48, [
    'The same for IPv6: 48 bits are what a site is given, 64 one link.',
  ]),
  'limits.burst_seconds': onReload(integer(1, 600), 60, [
    'A network that was quiet may send at once what it may send in so many seconds.',
  ]),
  'limits.connects_per_second': onReload(integer(0, perSecondMax), 1000, [
    'UDP connects, and connections over TCP, of one network. Others get no answer. 0 is no limit.',
    'Each thread of the tracker counts by itself.',
  ]),
  'limits.announces_per_second': onReload(integer(0, perSecondMax), 1000, [
    'Announces and scrapes of one network. Others are refused, and get no answer when they go on. 0 is no limit.',
  ]),
  'limits.creations_per_second': onReload(integer(0, perSecondMax), 50, [
    'Torrents that announces from one network make, in the open mode. Further ones are refused. 0 is no limit.',
  ]),
  'limits.bad_requests_per_second': onReload(integer(0, perSecondMax), 100, [
    'Requests of one network that are answered with a failure: malformed ones, bad connection ids, and those beyond the',
    'limits above. Others get no answer, and connections are closed. 0 is no limit.',
  ]),
} as const
