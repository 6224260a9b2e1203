/**
 * Where a gallery's torrents are announced: through the gallery's address, which records nothing, or through the address
 * of a member, whose statistics it records. HTTP comes before UDP, because some clients leave the path of a UDP address
 * out (BEP 41), and could then not be told apart.
 */
import { assert } from '#base/assert'

export type AnnounceKey = { readonly id: number; readonly key: string }

/** `bases` are as `tracker.announce_urls` has them. */
export function galleryAddresses(
  bases: readonly string[],
  announceId: number,
  member?: AnnounceKey,
): readonly string[] {
  return addressTiers(bases, announceId, member).flat()
}

/** The same as tiers of a .torrent file (BEP 12): HTTP first, UDP second; none is empty. */
export function addressTiers(
  bases: readonly string[],
  announceId: number,
  member?: AnnounceKey,
): readonly (readonly string[])[] {
  assert(Number.isSafeInteger(announceId) && announceId > 0, 'a gallery has a number')
  const personal = member === undefined ? '' : `/${member.id}x${member.key}`
  const addresses = bases.map((base) => `${base}/${announceId}${personal}/announce`)
  const tiers = [addresses.filter((one) => !isUdp(one)), addresses.filter(isUdp)]
  return tiers.filter(({ length }) => length > 0)
}

function isUdp(address: string): boolean {
  return address.startsWith('udp:')
}
