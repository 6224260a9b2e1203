/**
 * Every key of the configuration: its type, its default, what it does, and whether a reload
 * (SIGHUP) is enough to change it. This table is the only source: the typed Config, the messages,
 * the printed reference and docs/reference/configuration.md all come from it. The name before the
 * dot is the section of the TOML file. To add a key, add it here and run `npm run generate`.
 */
import {
  announceUrls,
  boolean,
  databaseUrl,
  integer,
  listenAddress,
  listenAddresses,
  networks,
  oneOf,
  optionalPath,
  path,
  siteUrl,
  type ValueType,
} from './value-type.ts'

export interface Key<Value, Written> extends ValueType<Value, Written> {
  /** As it would be written in the file. */
  readonly default: Written
  /** Sentences for the reference: what it does, and when to change it. */
  readonly doc: string
  /** A reload brings a change into force; otherwise it takes a restart. */
  readonly live: boolean
}

const onlyOpen =
  'is not in this version, which has only the open mode; write mode = "open" or remove the key'

const everyAddress = ['0.0.0.0:6969', '[::]:6969']

export const schema = {
  mode: atRestart(oneOf(['open'], { registered: onlyOpen, gallery: onlyOpen }), 'open', [
    'What the tracker is for. An open tracker serves every torrent that anybody announces.',
  ]),

  'data.directory': atRestart(path(), 'data', [
    'Where the server keeps its files: keys, the control socket, the snapshot of the swarms.',
    'It is created when it is missing, and locked while a server uses it.',
  ]),

  'database.url': atRestart(databaseUrl(), 'sqlite:waggle.db', [
    'The database of the modes that keep one. The open mode has none and does not read this key.',
  ]),

  'site.enabled': atRestart(boolean(), true, [
    'Serves the web pages, /healthz and /metrics at site.listen.',
  ]),
  'site.listen': atRestart(listenAddress(), '127.0.0.1:8080', [
    'Where the site listens. Put a reverse proxy with TLS in front of it to make it public.',
  ]),
  'site.url': onReload(siteUrl(), '', [
    'The public address of the site, such as "https://tracker.example".',
    'Links use it, and a browser that opens the tracker itself is sent there.',
  ]),

  'tracker.udp': atRestart(listenAddresses(), everyAddress, [
    'Where announces over UDP are answered (BEP 15).',
    'A default address that this machine does not have, such as IPv6, is skipped with a warning;',
    'an address that you write must exist.',
  ]),
  'tracker.http': atRestart(listenAddresses(), everyAddress, [
    'Where announces over HTTP are answered (BEP 3). The same ports as for UDP may be used.',
  ]),
  'tracker.https': atRestart(
    listenAddresses(),
    [],
    ['Where announces over HTTPS are answered. Needs tracker.tls_certificate and tracker.tls_key.'],
  ),
  'tracker.tls_certificate': onReload(optionalPath(), '', [
    'The certificate chain for tracker.https, in PEM. A reload reads the file again.',
  ]),
  'tracker.tls_key': onReload(optionalPath(), '', [
    'The private key for tracker.https, in PEM. A reload reads the file again.',
  ]),
  'tracker.announce_urls': onReload(
    announceUrls(),
    [],
    [
      'The public addresses of this tracker, shown on pages and written into files, without',
      '/announce: such as ["udp://tracker.example:6969", "http://tracker.example:6969"].',
    ],
  ),
  'tracker.driver': atRestart(oneOf(['auto', 'linux', 'portable']), 'auto', [
    'How sockets are served: "linux" calls the system directly and is the fastest, "portable" goes',
    'through Node and works everywhere, "auto" takes "linux" where it works.',
  ]),
  'tracker.workers': atRestart(integer(1, 16), 1, [
    'Threads per UDP address, and threads for HTTP.',
    'One is enough for most trackers; more help only on a machine with idle cores.',
  ]),

  'tracker.interval_seconds': onReload(integer(1, 9000), 1800, [
    'How long clients are told to wait between announces.',
    'Twice as long is half the traffic, and peers that left stay listed longer.',
  ]),
  'tracker.min_interval_seconds': onReload(integer(1, 9000), 900, [
    'How soon clients are told that they may announce again when they want more peers.',
    'Where it is not written and the shortest interval is lower, it follows that.',
  ]),
  'tracker.interval_jitter_percent': onReload(integer(0, 50), 0, [
    'Shortens each interval told by a random part of this share, so that clients that came',
    'together (after a restart, say) do not come back in step.',
  ]),
  'tracker.peer_timeout_seconds': onReload(integer(0, 14_400), 0, [
    'How long a peer stays listed after its last announce.',
    '0 means one and a half times tracker.interval_seconds, and a minute.',
  ]),
  'tracker.peers_max': atRestart(integer(1, 150_000_000), 10_000_000, [
    'How many peers are remembered at once.',
    'Memory is set aside for them, but used only as they come.',
    'When it is full, the least useful torrents make room, and this is counted.',
  ]),
  'tracker.torrents_max': atRestart(integer(1, 50_000_000), 2_000_000, [
    'How many torrents are remembered at once.',
  ]),
  'tracker.numwant_default': onReload(integer(1, 200), 50, [
    'How many peers a client gets that does not say how many it wants.',
    'Where it is not written and tracker.numwant_max is lower, it follows that.',
  ]),
  'tracker.numwant_max': onReload(integer(1, 200), 200, [
    'How many peers a client gets at most. A reply over UDP also has to fit one packet.',
  ]),
  'tracker.full_scrape': onReload(boolean(), false, [
    'Answers a scrape without info-hashes with every torrent. It is a large reply that anybody can',
    'ask for, and it lists every torrent to anybody.',
  ]),
  'tracker.trusted_proxies': onReload(
    networks(),
    [],
    [
      'Reverse proxies in front of tracker.http and tracker.https.',
      'Only from these is the address of the client taken from tracker.proxy_header.',
    ],
  ),
  'tracker.proxy_header': onReload(
    oneOf(['x-forwarded-for', 'x-real-ip', 'forwarded']),
    'x-forwarded-for',
    ['The header in which a trusted proxy names the address of the client.'],
  ),

  'limits.per_prefix': atRestart(boolean(), true, [
    'Limits what one network can do. false switches token buckets, creation limits and the cap on',
    'entries per source address off: for tests and benches.',
  ]),

  'metrics.networks': atRestart(
    networks(),
    ['127.0.0.0/8', '::1'],
    [
      'Who may read /metrics. What a reverse proxy forwards is never answered, because it comes from the',
      "proxy's own address.",
    ],
  ),

  'log.level': onReload(
    oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'info',
    ['The least important events that are logged. "info" includes the event "ready" at start.'],
  ),
} as const

export type Schema = typeof schema
export type KeyName = keyof Schema
export type Section = SectionPart<KeyName>

type SectionPart<Name> = Name extends `${infer Before}.${string}` ? Before : never

/** Every key in the order of the reference. */
export const keyNames: readonly KeyName[] = Object.keys(schema).filter(isKeyName)

const sections: readonly string[] = keyNames
  .filter((key) => key.includes('.'))
  .map((key) => key.slice(0, key.indexOf('.')))

/** Whether `name` is a key; safe for names like `constructor` that every object seems to have. */
export function isKeyName(name: string): name is KeyName {
  return Object.hasOwn(schema, name)
}

/** What `schema` says about a key, without its exact type, for code that treats all keys alike. */
export function keyFacts(name: KeyName): Key<unknown, unknown> {
  return schema[name]
}

/** The part of a key before its dot, or "" for a key without a section. */
export function sectionOf(key: KeyName): Section | '' {
  const section = key.slice(0, Math.max(0, key.indexOf('.')))
  return isSection(section) ? section : ''
}

/** Whether keys stand in a section of this name. */
export function isSection(name: string): name is Section {
  return sections.includes(name)
}

function atRestart<Value, Written>(
  type: ValueType<Value, Written>,
  initial: NoInfer<Written>,
  doc: readonly string[],
): Key<Value, Written> {
  return { ...type, default: initial, doc: doc.join(' '), live: false }
}

function onReload<Value, Written>(
  type: ValueType<Value, Written>,
  initial: NoInfer<Written>,
  doc: readonly string[],
): Key<Value, Written> {
  return { ...type, default: initial, doc: doc.join(' '), live: true }
}
