/** The registered tracker of the demo: a catalogue with names, files, bans and removals, and swarms of what may be announced. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiClient } from '#operate/api/api-client'
import { addTorrents } from '#operate/api/bulk-route'
import { createSocketClient } from '#operate/api/socket-client'
import { banTorrent, pinTorrent, removeTorrent } from '#operate/api/torrent-change-routes'
import type { RegistrationJson } from '#operate/api/torrent-schemas'
import { controlSocketName } from '#operate/control-socket-path'
import { makePeers } from './demo-peers.ts'
import {
  commonPages,
  type DemoPage,
  type DemoSite,
  type Filled,
  type Filling,
} from './demo-site.ts'
import { makeTorrents } from './demo-torrents.ts'

const torrentCount = 260

const bans = ['not in the public domain', 'a duplicate with errors', 'files do not match the name']

export const registeredDemo: DemoSite = {
  mode: 'registered',
  about: 'serves the torrents of its catalogue, and no others',
  settings: { mode: 'registered', 'database.flush_seconds': '2' },
  intervalSeconds: 800,
  populate,
  operatorLink: (dataDirectory) =>
    readFileSync(join(dataDirectory, 'setup-link.txt'), 'utf8').trim(),
  pages: ({ specimen, banned }) => [
    ...commonPages,
    { label: 'torrents', path: '/torrents' },
    { label: 'torrents by seeds', path: '/torrents?sort=seeds' },
    { label: 'search', path: '/torrents?q=atlas' },
    { label: 'search without hits', path: '/torrents?q=nothing+of+the+kind' },
    { label: 'a torrent', path: `/torrent/${specimen}` },
    { label: 'a banned torrent', path: `/torrent/${banned}` },
    { label: 'log in', path: '/login' },
    ...operatorPages(specimen, banned),
  ],
}

function operatorPages(specimen: string, banned: string): DemoPage[] {
  const pages = [
    { label: 'torrents, for operators', path: '/torrents?state=banned' },
    { label: 'a torrent, for operators', path: `/torrent/${specimen}` },
    { label: 'ban', path: `/torrent/${specimen}/ban` },
    { label: 'lift a ban', path: `/torrent/${banned}/unban` },
    { label: 'add torrents', path: '/torrents/add' },
    { label: 'overview', path: '/overview' },
    { label: 'what was done', path: '/audit' },
    { label: 'account', path: '/account' },
  ]
  return pages.map((page) => ({ ...page, isOperators: true }))
}

async function populate({
  random,
  nowSeconds,
  dataDirectory,
  addresses,
}: Filling): Promise<Filled> {
  const torrents = makeTorrents(random, torrentCount, nowSeconds)
  const client = createSocketClient(join(dataDirectory, controlSocketName))
  try {
    const announced = await register(client, torrents)
    const ranked = announced
      .map((torrent) => ({ torrent, order: demandOf(torrent, nowSeconds) * random.factor() }))
      .toSorted((one, other) => other.order - one.order)
      .map(({ torrent }) => Buffer.from(torrent.info_hash, 'hex'))
    const peers = makePeers({
      random,
      infoHashes: ranked,
      addresses,
      // So that some have no peers at all.
      largest: 320,
      steepness: 1.05,
    })
    const specimen = ranked[0]?.toString('hex') ?? ''
    return { peers, specimen, banned: torrents.at(-1)?.info_hash ?? '' }
  } finally {
    await client.close()
  }
}

/** Old torrents have been downloaded most, and newer ones are in demand. */
function demandOf({ completed = 0, added_at: addedAt = 0 }: RegistrationJson, nowSeconds: number) {
  return (1 + completed) / (nowSeconds - addedAt) ** 0.7
}

/** Gives those that may be announced. */
async function register(
  client: ApiClient,
  torrents: readonly RegistrationJson[],
): Promise<readonly RegistrationJson[]> {
  const { outcomes } = await client.call(addTorrents, { body: { torrents } })
  const refused = outcomes.find(({ error }) => error !== null)
  if (refused !== undefined) throw new Error(`a torrent was refused: ${refused.error?.message}`)
  const hashOf = (index: number) => ({ params: { info_hash: torrents.at(index)?.info_hash ?? '' } })
  for (const [index, reason] of bans.entries())
    await client.call(banTorrent, { ...hashOf(-1 - index), body: { reason, public: index > 0 } })
  for (const index of [-5, -6, -7, -8])
    await client.call(removeTorrent, { ...hashOf(index), query: { reason: 'an older edition' } })
  for (const index of [3, 12]) await client.call(pinTorrent, hashOf(index))
  return torrents.slice(0, -8)
}
