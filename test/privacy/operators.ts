/** All that an operator does: registers, bans and removes torrents, makes tokens, blocks, reloads, and copies the database. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { atControlSocket, atSite } from '../operate/api-caller.ts'
import { textAt } from '../operate/json.ts'
import { reload } from '../serve/running-config.ts'
import { announceTarget } from '../support/announce-url.ts'
import { content, makeTorrent } from '../support/metainfo-torrent.ts'
import type { Person } from './cast.ts'
import type { Run } from './run.ts'
import { ask } from './say.ts'

/** The torrents that clients may announce afterwards. */
export async function registerTorrents(run: Run): Promise<void> {
  const { cast, operator } = run
  const [first, second, third] = cast.people
  const name = `A ${first.torrentName} of things`
  await operator.good('torrent', 'add', '--hash', hexOf(first.infoHash), '--name', name)
  await register(run, second, second.infoHash)
  await register(run, third, third.infoHash)
  await register(run, third, cast.crowdHash)
}

async function register(run: Run, person: Person, hash: Buffer): Promise<void> {
  const { torrentName, fileName } = person
  const files = [
    { path: `${fileName}/one.txt`, size_bytes: 1 },
    { path: `two/${fileName}.txt`, size_bytes: 2 },
  ]
  const body = { info_hash: hexOf(hash), name: `A ${torrentName}`, files }
  await atControlSocket(run)('/torrents', { method: 'POST', body })
}

/** Once clients have come. */
export async function keepCatalogue(run: Run): Promise<void> {
  const { cast, operator, dataDirectory } = run
  const [banned, removed, unbanned] = cast.people
  const call = atControlSocket(run)
  const ban = async ({ infoHash, reason }: Person): Promise<unknown> =>
    await call(`/torrents/${hexOf(infoHash)}/ban`, { method: 'PUT', body: { reason } })
  await ban(banned)
  const remove = `/torrents/${hexOf(removed.infoHash)}?reason=${removed.reason}`
  await call(remove, { method: 'DELETE' })
  await ban(unbanned)
  await call(`/torrents/${hexOf(unbanned.infoHash)}/ban`, { method: 'DELETE' })
  await operator.good('torrent', 'add', torrentFile(run))
  await call(`/torrents/${hexOf(banned.refusedHash)}`)
  await call('/statistics')
  await call('/database/check', { method: 'POST' })
  await call('/housekeeping', { method: 'POST', body: { dry_run: true, force: false } })
  if (run.postgres === undefined)
    await operator.good('db', 'backup', join(dataDirectory, 'copy.db'))
  await useTokens(run)
}

function torrentFile({ cast, config }: Run): string {
  const [first, second] = cast.people
  const file = join(dirname(config.file), 'some.torrent')
  const bytes = makeTorrent({
    format: 'v1',
    name: second.torrentName,
    files: [{ path: ['folder', `${second.fileName}.txt`], content: content(20_000) }],
    pieceLength: 16_384,
    info: { source: first.fileWord },
    outer: { comment: first.fileWord, announce: `http://${second.fileWord}.example/announce` },
  })
  writeFileSync(file, bytes)
  return file
}

async function useTokens(run: Run): Promise<void> {
  const { cast, marks, operator, waggle } = run
  const scope = ['--scope', 'torrents:read']
  const [made] = await operator.json('token', 'create', '--label', cast.tokenLabel, ...scope)
  const token = textAt(made, 'token')
  markSecret(run, 'token', token)
  const hash = hexOf(cast.people[2].infoHash)
  const call = atSite(run, token)
  await call('/torrents?limit=3')
  await call(`/torrents/${hash}`)
  const body = { info_hash: hash, name: cast.people[0].clientWord }
  await call('/torrents', { method: 'POST', body })
  await call('/torrents', { method: 'POST', body: `{"${cast.people[1].clientWord}` })
  await atSite(run, marks.word('token'))('/torrents')
  for (const { visitor, visitorWord } of cast.people) {
    const headers = [`Authorization: Bearer ${token}`]
    const target = `/api/v1/torrents?after=${visitorWord}`
    await ask(waggle.siteEndpoint, visitor, target, { headers })
  }
  await atControlSocket(run)('/tokens/1', { method: 'DELETE' })
  await call('/torrents')
}

/** As text, and as the bytes that it may stand for. */
export function markSecret({ marks }: Pick<Run, 'marks'>, what: string, text: string): void {
  marks.givenText(what, text)
  // Only the prefix of a token says nothing: secrets have a "_" anywhere.
  marks.givenBytes(what, Buffer.from(text.replace(/^waggle_/, ''), 'base64url'))
}

/** Whoever is blocked announces before and afterwards. */
export async function blockSome(run: Run): Promise<void> {
  const { cast, operator, waggle } = run
  const { blocked, blockReason } = cast
  const target = announceTarget(cast.crowdHash, { event: 'stopped' })
  await ask(waggle.http4, blocked, target)
  await operator.good('block', 'add', blocked, '--reason', blockReason)
  await ask(waggle.http4, blocked, target)
  const call = atControlSocket(run)
  await call(`/blocks/preview?kind=network&target=${blocked}`)
  await call('/blocks/heaviest')
}

/** A reload that is good, one that is not, and a good one again. */
export async function reloadSome({ config, waggle }: Run): Promise<void> {
  for (const text of ['[tracker]\ninterval_seconds = 1700\n', '[tracker]\nnothing = 1\n', '']) {
    config.write(text)
    await reload(waggle)
  }
}

export function hexOf(hash: Buffer): string {
  return hash.toString('hex')
}
