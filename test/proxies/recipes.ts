/**
 * How each server of docs/examples is run in a test: with the file that operators are given, in which nothing is
 * changed but ports, and the places where a program that is no service may write.
 */
import type { Endpoint } from '../support/endpoint.ts'
import { formatEndpoint } from '../support/endpoint.ts'

/** What a server of the test uses in place of what its example says. */
export interface Place {
  /** Its own directory. */
  readonly directory: string
  /** Where it listens for HTTP and, if it does, for HTTPS. */
  readonly port: number
  readonly tlsPort: number
  /** Where the tracker listens. */
  readonly tracker: Endpoint
  readonly tlsTracker: Endpoint | undefined
}

export interface Recipe {
  /** Its file in docs/examples. */
  readonly example: string
  readonly command: string
  /** Pieces of the example, each of which must be there, and what stands in their place. */
  readonly changes: (place: Place) => readonly (readonly [found: string, instead: string])[]
  readonly args: (file: string, directory: string) => readonly string[]
}

export const nginx: Recipe = {
  example: 'nginx.conf',
  command: 'nginx',
  changes: ({ directory, port, tracker }) => [
    ['listen 80;', `listen 127.0.0.1:${port};`],
    ['listen [::]:80;', `listen [::1]:${port};`],
    ['127.0.0.1:6969', formatEndpoint(tracker)],
    ['http {', ['http {', ...temporaryPaths(directory)].join('\n')],
  ],
  args: (file, directory) => {
    const forTest = `daemon off; pid ${directory}/nginx.pid;`
    return ['-p', directory, '-c', file, '-g', forTest]
  },
}

export const apache: Recipe = {
  example: 'apache.conf',
  command: 'apache2',
  changes: ({ port, tracker }) => [
    ['Listen 80\n', `Listen 127.0.0.1:${port}\nListen [::1]:${port}\n`],
    ['*:80', `*:${port}`],
    ['127.0.0.1:6969/announce', `${formatEndpoint(tracker)}/announce`],
    ['127.0.0.1:6969/scrape', `${formatEndpoint(tracker)}/scrape`],
  ],
  args: (file, directory) => {
    const forTest = [`PidFile ${directory}/apache.pid`, `ErrorLog ${directory}/error.log`]
    return ['-f', file, '-D', 'FOREGROUND', ...forTest.flatMap((line) => ['-c', line])]
  },
}

export const caddy: Recipe = {
  example: 'Caddyfile',
  command: 'caddy',
  changes: ({ port, tracker }) => [
    // Without its own port for administration, which all of them share.
    ['\n:80 {', `\n{\n\tadmin off\n}\nhttp://:${port} {\n\tbind 127.0.0.1 ::1`],
    ['127.0.0.1:6969', formatEndpoint(tracker)],
  ],
  args: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
}

export const haproxy: Recipe = {
  example: 'haproxy.cfg',
  command: 'haproxy',
  changes: ({ port, tlsPort, tracker, tlsTracker }) => [
    ['bind :80\n', `bind 127.0.0.1:${port}\n`],
    ['bind :::80 v6only', `bind ::1:${port}`],
    ['bind :443\n', `bind 127.0.0.1:${tlsPort}\n`],
    ['bind :::443 v6only', `bind ::1:${tlsPort}`],
    ['127.0.0.1:6969', formatEndpoint(tracker)],
    ['127.0.0.1:6970', tlsTracker === undefined ? '' : formatEndpoint(tlsTracker)],
  ],
  args: (file) => ['-db', '-f', file],
}

/** Where nginx would otherwise write what belongs to the machine's own one. */
function temporaryPaths(directory: string): string[] {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `    ${name}_temp_path ${directory}/${name};`,
  )
}
