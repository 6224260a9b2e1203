/**
 * The rules of nftables that keep a firewall from remembering every sender of a datagram: a table of their own, so that
 * they need nothing that is there, for both families, and for replies too, each of which would be remembered as well.
 */

/** `table inet waggle { … }` for the UDP ports of the tracker; undefined where it has none. */
export function untrackedTable(udpPorts: readonly number[]): string | undefined {
  const ports = [...new Set(udpPorts)].filter((port) => port > 0)
  if (ports.length === 0) return undefined
  const set = ports.length === 1 ? `${ports[0]}` : `{ ${ports.join(', ')} }`
  const requests = `type filter hook prerouting priority raw; udp dport ${set} notrack`
  const replies = `type filter hook output priority raw; udp sport ${set} notrack`
  return `table inet waggle { chain in { ${requests}; }; chain out { ${replies}; }; }`
}
