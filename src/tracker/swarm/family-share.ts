/**
 * How a reply of `want` peers is shared between IPv4 and IPv6 where a client may use both: in
 * proportion to what there is, but at least a quarter each when both exist. Gives the number of IPv4
 * peers; IPv6 gets the rest, as far as it goes.
 */
export function shareOfIpv4(want: number, available4: number, available6: number): number {
  const quarter = want >> 2
  const all = available4 + available6
  if (all <= want) return available4
  const fair6 = Math.floor((want * available6) / all)
  const wanted6 = Math.max(fair6, Math.min(available6, quarter))
  const granted6 = Math.min(wanted6, want - Math.min(available4, quarter))
  return Math.min(available4, Math.max(want - granted6, want - available6))
}
