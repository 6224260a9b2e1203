/** An announce address taken apart, for whoever wants to ask the tracker behind it. */
export type PublishedEndpoint = {
  readonly protocol: 'udp' | 'http' | 'https'
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
  /** As the Host field names it: with the port where it is not the usual one. */
  readonly authority: string
  /** The path of a scrape: that of the announce with its last `announce` replaced (BEP 48). */
  readonly scrapePath: string
}

const usualPorts = { udp: 0, http: 80, https: 443 } as const

/** `url` is known to begin with udp://, http:// or https:// and to end in /announce. */
export function readEndpoint(url: string): PublishedEndpoint {
  // Only of http(s) does URL know the port and the form of a host.
  const { hostname, port, host, pathname } = new URL(url.replace(/^udp:/i, 'http:'))
  const protocol = protocolOf(url)
  return {
    protocol,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    // "http:" stands for udp as well, and hides its usual port 80.
    port: port === '' ? usualPorts[protocol] || 80 : Number(port),
    authority: host,
    scrapePath: pathname.replace(/announce$/, 'scrape'),
  }
}

function protocolOf(url: string): PublishedEndpoint['protocol'] {
  if (/^udp:/i.test(url)) return 'udp'
  return /^https:/i.test(url) ? 'https' : 'http'
}
