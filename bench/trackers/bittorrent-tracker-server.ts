/**
 * bittorrent-tracker of npm as its own command line starts it, without statistics and WebSocket.
 *
 *     node bittorrent-tracker-server.ts HOST PORT udp|http
 */
import Server from 'bittorrent-tracker/server'

const [host = '', port = '', protocol = ''] = process.argv.slice(2)
const server = new Server({
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
