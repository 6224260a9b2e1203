/**
 * bittorrent-tracker of npm as its own command line starts it, without statistics and WebSocket.
 *
 *     node bittorrent-tracker-server.ts MODULE HOST PORT udp|http
 */

/** The little of it that is used here; it has no types. */
type Server = {
  on(event: 'error', listener: (error: Error) => void): void
  on(event: 'listening', listener: () => void): void
  listen(port: number, hosts: { udp?: string; udp6?: string; http?: string }): void
}
type ServerModule = { readonly default: new (options: Record<string, boolean>) => Server }

const [modulePath = '', host = '', port = '', protocol = ''] = process.argv.slice(2)
const { default: TrackerServer } = (await import(modulePath)) as ServerModule
const server = new TrackerServer({
  udp: protocol === 'udp',
  http: protocol === 'http',
  ws: false,
  stats: false,
  trustProxy: false,
})
server.on('error', (error) => process.stderr.write(`${error.message}\n`))
server.on('listening', () => process.stdout.write('ready\n'))
const hosts = host.includes(':') ? { udp6: host, http: host } : { udp: host, http: host }
server.listen(Number(port), hosts)
