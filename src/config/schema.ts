/**
 * Every key of the configuration: its type, its default, what it does, and whether a reload
 * (SIGHUP) is enough to change it. This table is the only source: the typed Config, the messages,
 * the printed reference and docs/reference/configuration.md all come from it. The name before the
 * dot is the section of the TOML file. To add a key, add it here, or to a part in a file beside this one, and run
 * `npm run generate`.
 */
import { metainfoBytesMax } from '#base/limits'
import { atRestart, inRegistered, type Key, onReload } from './key.ts'
import { networkLimitKeys } from './network-limit-keys.ts'
import { petitionKeys } from './petition-keys.ts'
import { pointsKeys } from './points-keys.ts'
import { purgeKeys } from './purge-keys.ts'
import { suspicionKeys } from './suspicion-keys.ts'
import {
  announceUrls,
  boolean,
  contact,
  databaseUrl,
  extensions,
  integer,
  listenAddress,
  listenAddresses,
  mailAddress,
  mailServer,
  names,
  networks,
  oneOf,
  optionalPath,
  otherTrackers,
  path,
  shortText,
  siteUrl,
  someListenAddresses,
} from './value-type.ts'

const everyAddress = ['0.0.0.0:6969', '[::]:6969']

export const schema = {
  mode: atRestart(oneOf(['open', 'registered', 'gallery']), 'open', [
    'What the tracker is for. An open tracker serves every torrent that anybody announces, a registered',
    'one only the torrents that are registered in its database, and a gallery tracker the torrents of the',
    'galleries of its site, whose members have keys that record their statistics.',
  ]),

  'data.directory': atRestart(path(), 'data', [
    'Where the server keeps its files: keys, the control socket, the snapshot of the swarms, your blocks.',
    'It is created when it is missing, and locked while a server uses it.',
  ]),

  'database.url': atRestart(databaseUrl(), 'sqlite:waggle.db', [
    'The database of the modes that keep one. The open mode has none and does not read this key.',
  ]),
  'database.connect_seconds': atRestart(integer(0, 3600), 60, [
    'How long a database that cannot be reached is tried again at start, before the server gives up.',
  ]),
  'database.flush_seconds': atRestart(integer(1, 600), 30, [
    'How often what the tracker counts (downloads, last announces, peers) is written to the database.',
    'A crash loses the counts of one such time at most, and never a torrent.',
  ]),

  'torrents.idle_days': onReload(integer(0, 3650), 7, [
    'Registered torrents that nobody has announced for so many days of the up-time of the tracker are',
    'taken out by housekeeping, unless they are pinned; they can be restored for 30 days. 0 keeps all.',
  ]),

  'gallery.categories': onReload(
    names(20, 10),
    ['Art', 'Prints', 'Photographs', 'Maps', 'Comics', 'Books', 'Games', 'Misc'],
    [
      'The categories of galleries in the order of their colours. One that is taken out stays on the galleries that have it.',
    ],
  ),

  'members.registration': onReload(oneOf(['open', 'invite', 'closed']), 'open', [
    'Who may become a member of a gallery site: everybody, those whom members invite, or those whom an',
    'administrator adds.',
  ]),
  'members.new_role': onReload(oneOf(['member', 'uploader']), 'uploader', [
    'What those who register may do: a "member" adds torrents to galleries, an "uploader" makes galleries too.',
  ]),
  'members.invitations_max': onReload(integer(0, 1000), 3, [
    'How many invitations of a member may be open at once. Those that were not used within a week are free again.',
  ]),

  'mail.server': onReload(mailServer(), '', [
    'The server that sends mail: links for new passwords, confirmations of addresses, and notices to members who',
    'want them so. Without it there is no mail, and an administrator gives the links.',
  ]),
  'mail.from': onReload(mailAddress(), '', ['Whom mail comes from; needed with mail.server.']),

  'upload.torrent_bytes_max': onReload(integer(1024, metainfoBytesMax), metainfoBytesMax, [
    'How large an uploaded .torrent file may be.',
  ]),
  'upload.private': onReload(oneOf(['keep', 'require']), 'keep', [
    'Whether torrents must be private (BEP 27): "keep" takes them as they are, "require" refuses those that are not.',
    'It stands in the part that the info-hash is made of, so it is never changed.',
  ]),
  'upload.v2': onReload(boolean(), false, [
    'Takes torrents of version 2 alone (BEP 52), which older clients cannot read. Hybrids are always taken.',
  ]),
  'upload.denied_extensions': onReload(
    extensions(),
    [],
    ['Torrents with a file of such a name are refused. Any content is taken otherwise.'],
  ),

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
  'site.name': onReload(shortText(40), 'Waggle', ['What the tracker is called on its pages.']),
  'site.contact': onReload(contact(), '', [
    'Where people can write to you, such as "abuse@tracker.example": about abuse, takedown notices, use by',
    'organisations. The contact page shows it to whoever presses a button, so that programs do not gather it.',
  ]),
  'site.pages': onReload(optionalPath(), '', [
    'A directory with Markdown files of your own: policy.md, privacy.md, takedown.md, contact.md.',
    'Each takes the place of the text that comes with the program (docs/guides/policy-pages.md).',
  ]),
  'site.other_trackers': onReload(
    otherTrackers(),
    [],
    [
      'Trackers that others keep, listed on the front page with thanks and asked whether they answer:',
      'such as ["udp://tracker.example:6969 Example Association"]; without /announce.',
    ],
  ),
  'site.trusted_proxies': atRestart(
    networks(),
    ['127.0.0.0/8', '::1'],
    [
      'Reverse proxies in front of site.listen. Only from these is the address of the visitor taken from',
      'X-Forwarded-For. It counts how often one network asks, and is kept nowhere.',
    ],
  ),

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

  'tracker.interval_seconds': inRegistered(
    800,
    onReload(integer(1, 9000), 1800, [
      'How long clients are told to wait between announces.',
      'Twice as long is half the traffic, and peers that left stay listed longer.',
    ]),
  ),
  'tracker.min_interval_seconds': inRegistered(
    400,
    onReload(integer(1, 9000), 900, [
      'How soon clients are told that they may announce again when they want more peers.',
      'Where it is not written and the shortest interval is lower, it follows that.',
    ]),
  ),
  'tracker.interval_jitter_percent': onReload(integer(0, 50), 0, [
    'Shortens each interval told by a random part of this share, so that clients that came',
    'together (after a restart, say) do not come back in step.',
  ]),
  'tracker.interval_stretch_max': onReload(integer(1, 3), 3, [
    'How many times as long as configured intervals become, in steps, while a thread of the tracker has more to do than',
    'it can; peers then live as much longer. 1 leaves intervals as they are.',
  ]),
  'tracker.peer_timeout_seconds': onReload(integer(0, 18_000), 0, [
    'How long a peer stays listed after its last announce.',
    '0 means one and a half times tracker.interval_seconds, and a minute; in the registered mode',
    'tracker.interval_seconds and tracker.min_interval_seconds together.',
  ]),
  'tracker.peers_max': atRestart(integer(1, 150_000_000), 10_000_000, [
    'How many peers are remembered at once.',
    'Memory is set aside for them, but used only as they come.',
    'When it is full, the least useful torrents make room, and this is counted.',
  ]),
  'tracker.torrents_max': atRestart(integer(1, 50_000_000), 2_000_000, [
    'How many torrents are remembered at once. In the registered mode this is also how many info-hashes',
    'can be registered; a table for them is set aside too, and used only as it fills.',
  ]),
  'tracker.numwant_default': onReload(integer(1, 200), 50, [
    'How many peers a client gets that does not say how many it wants.',
    'Where it is not written and tracker.numwant_max is lower, it follows that.',
  ]),
  'tracker.numwant_max': onReload(integer(1, 200), 200, [
    'How many peers a client gets at most. A reply over UDP also has to fit one packet.',
  ]),
  'tracker.full_scrape': inRegistered(
    true,
    onReload(boolean(), false, [
      'Answers a scrape without info-hashes with every torrent, which lists them all to anybody. It is made',
      'once within tracker.min_interval_seconds, and each address has it four times in that time.',
    ]),
  ),
  'tracker.udp_without_path': onReload(oneOf(['refuse', 'anonymous']), 'refuse', [
    'What a gallery tracker does with an announce over UDP that names no gallery (clients that do not send BEP 41):',
    'refuses it and says why, because the statistics of a member would be lost without a word, or serves it without them.',
  ]),
  'tracker.anonymous': onReload(boolean(), true, [
    'Whether a gallery tracker serves announces without the key of a member. false keeps everybody else out.',
  ]),
  'tracker.check_gallery': onReload(boolean(), true, [
    'Whether a gallery tracker refuses a torrent at the announce address of another gallery.',
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
  'tracker.proxy_protocol': atRestart(someListenAddresses(), false, [
    'The addresses of tracker.http and tracker.https on which every connection begins with a header of',
    'the PROXY protocol, version 2, as haproxy and load balancers send it.',
    'Only what is in tracker.trusted_proxies may connect there, and the header names the client.',
  ]),

  'limits.per_prefix': atRestart(boolean(), true, [
    'Limits what one network can do. false switches token buckets, creation limits and the cap on',
    'entries per source address off: for tests and benches.',
  ]),
  ...networkLimitKeys,
  'limits.uncompleted_uploads': onReload(integer(0, 10_000), 10, [
    'A member of a gallery site who has uploaded more torrents than this within limits.uncompleted_hours that no other',
    'member has completed uploads no more for the time being, on the site or with a token of theirs; what is expunged',
    'counts too. Uploads of the operator (control socket, tokens without a member) are always taken, and count for the',
    'member they are of. 0 switches the limit off.',
  ]),
  'limits.uncompleted_hours': onReload(integer(1, 720), 24, [
    'How long an upload that nobody has completed counts for limits.uncompleted_uploads.',
  ]),

  ...pointsKeys,

  ...petitionKeys,

  ...purgeKeys,

  ...suspicionKeys,

  'blocks.networks_file': onReload(optionalPath(), '', [
    'A list of networks that are refused, one a line, with a reason and an end where you like:',
    '"203.0.113.0/24 until=2027-01-01 scans". Lists as others publish them are read too',
    '(docs/guides/blocking.md). A reload reads the file again.',
  ]),
  'blocks.clients_file': onReload(optionalPath(), '', [
    'A list of clients that are refused, by what their peer ids begin with: "-XL0012-".',
    'A reload reads the file again.',
  ]),
  'blocks.info_hashes_file': onReload(optionalPath(), '', [
    'A list of info-hashes that are refused, in hex. An open tracker denies no info-hash until a file is named',
    'here, which may be empty; its policy page then says that there is a list. A reload reads the file again.',
  ]),
  'blocks.measure': onReload(boolean(), false, [
    'Notes in memory which networks (256 IPv4 addresses, 48 bits of IPv6) and clients send most, from one announce',
    'in 64, for the last hours: "waggle block heaviest" shows them. The privacy page then says so.',
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
