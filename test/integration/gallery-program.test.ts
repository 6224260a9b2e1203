/**
 * The whole program as a tracker of galleries, on every driver and database: what an operator does to torrents and members
 * is in force with the very next announce, and after a restart.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { single } from '../metainfo/bases.ts'
import { numberAt, textAt } from '../operate/json.ts'
import { type RegisteredTracker, useTracker } from '../operate/registered-tracker.ts'
import { password } from '../site/support/site-base.ts'
import { hiddenOf, Visitor } from '../site/support/visitor.ts'
import { runStatements } from '../storage/databases.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import { announceAt, failureText, pathOf, refusal, urlData } from '../support/gallery-addresses.ts'
import { httpGet } from '../support/http-request.ts'
import { usePostgres } from '../support/postgres.ts'
import { UdpClient } from '../support/udp-client.ts'
import { encodeAnnounce } from '../support/udp-packets.ts'
import { untilTrue } from '../support/until-true.ts'
import { freshDirectory } from '../support/waggle.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const unusedKey = 'unused0123456789'

type Cast = {
  readonly infoHash: Buffer
  readonly gallery: number
  readonly member: number
  readonly key: string
  /** Sets a password. */
  readonly link: string
}

/** A member with a gallery and a torrent in it. */
async function cast({ operator }: RegisteredTracker, name: string): Promise<Cast> {
  const [member] = await operator.json('member', 'add', name, '--role', 'uploader')
  const [gallery] = await operator.json('gallery', 'add', '--title', name, '--owner', name)
  const id = numberAt(gallery, 'id')
  const file = join(files, `${crypto.randomUUID()}.torrent`)
  writeFileSync(file, single('v1', { source: crypto.randomUUID() }))
  const to = ['--gallery', `${id}`, '--uploader', name]
  const [torrent] = await operator.json('torrent', 'add', file, ...to)
  return {
    infoHash: Buffer.from(textAt(torrent, 'info_hash'), 'hex'),
    gallery: id,
    member: numberAt(member, 'id'),
    key: textAt(member, 'torrent_key'),
    link: textAt(member, 'link'),
  }
}

/** The browser of a member who sets a password. */
async function browserOf({ waggle }: RegisteredTracker, link: string): Promise<Visitor> {
  const visitor = new Visitor(`http://${formatEndpoint(waggle.siteEndpoint)}`)
  const fields = { link: link.split('/').at(-1) ?? '', password, again: password }
  await visitor.post('/set-password', fields)
  return visitor
}

/** Waits until the member's page of what is counted says all of this. */
async function shows(visitor: Visitor, ...words: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    const { text } = await visitor.get('/home/counted')
    for (const said of words) expect(text).toContain(said)
  }, untilTrue)
}

/** What each of many connections is told over HTTP, and of many sockets over UDP: they are dealt out to the threads. */
async function answers(
  { waggle }: RegisteredTracker,
  path: string,
  infoHash: Buffer,
): Promise<string[]> {
  const target = announceAt(path, infoHash, { event: 'stopped' })
  const overHttp = async (): Promise<string> => {
    const { body } = await httpGet(waggle.http4, target)
    return body.includes('failure reason') ? body.toString() : 'served'
  }
  const overUdp = async (): Promise<string> => {
    using client = await UdpClient.open(waggle.udp4)
    const tail = urlData(`${path}/announce`)
    const packet = encodeAnnounce(await client.connectionId(), 1, { infoHash, tail, event: 3 })
    const reply = await client.exchange(packet)
    return reply.kind === 'error' ? failureText(reply.text) : 'served'
  }
  const all = Array.from({ length: 8 }, () => [overHttp(), overUdp()]).flat()
  return [...new Set(await Promise.all(all))]
}

// Each driver and each database once: what they answer has tests of its own.
const subjects = [
  { driver: 'linux', engine: 'sqlite' },
  { driver: 'portable', engine: 'postgres' },
] as const

describe.for(subjects)('a gallery tracker ($driver, $engine)', ({ driver, engine }) => {
  const settings = { mode: 'gallery', 'tracker.workers': '2', 'purge.warn_days': '[]' }
  const tracker = useTracker({ driver, engine, postgres, settings })
  const told = async (path: string, infoHash: Buffer): Promise<string[]> =>
    await answers(tracker(), path, infoHash)

  test('serves what was uploaded, at its gallery, to its members, and goes on after a restart', async () => {
    const { infoHash, gallery, member, key } = await cast(tracker(), 'alice')
    for (const turn of ['before', 'after']) {
      expect(await told(pathOf(gallery), infoHash), turn).toEqual(['served'])
      expect(await told(pathOf(gallery, member, key), infoHash)).toEqual(['served'])
      expect(await told(pathOf(gallery + 1), infoHash)).toEqual([failureText(refusal.galleryWrong)])
      expect(await told(pathOf(gallery, member + 1, key), infoHash)).toEqual([
        failureText(refusal.keyUnknown),
      ])
      if (turn === 'after') continue
      await tracker().stop()
      await tracker().start()
    }
  })

  test('sends nobody to an address that names no gallery', async () => {
    const { waggle } = tracker()
    await vi.waitFor(() => expect(waggle.run.stderr).toContain('Ctrl+C'), untilTrue)
    const banner = waggle.run.stderr
    expect(banner).toContain('Each gallery has its own announce address')
    expect(banner).toContain(`udp://${formatEndpoint(waggle.udp4)}/ `)
    expect(banner).not.toContain('/announce')
    const root = await httpGet(waggle.http4, '/')
    expect(root.body.toString()).toContain('each gallery has its own announce address')
    for (const path of ['', '/1', `/1/1x${unusedKey}`]) {
      const { status, body } = await httpGet(waggle.siteEndpoint, `${path}/announce`)
      expect(status).toBe(404)
      expect(body.toString()).toMatch(/^The tracker is elsewhere\. Each gallery .*\n$/)
      expect(body.toString()).toContain(` http://${formatEndpoint(waggle.http4)}/ `)
      expect(body.toString()).not.toContain(unusedKey)
    }
  })

  test('refuses a member who is kept out, until they are let in again', async () => {
    const { infoHash, gallery, member, key } = await cast(tracker(), 'bob')
    const { operator } = tracker()
    const mine = pathOf(gallery, member, key)
    const reply = async (): Promise<string[]> => {
      const texts = await told(mine, infoHash)
      // HTTP says when to come back, where it is said at all.
      return [...new Set(texts.map((text) => text.replace('8:retry in5:never', '')))]
    }
    await operator.good('member', 'suspend', 'bob')
    expect(await reply()).toEqual([failureText('your account is suspended', '')])
    await operator.good('member', 'restore', 'bob')
    expect(await reply()).toEqual(['served'])
    await operator.good('member', 'ban', 'bob', '--reason', 'fakes', '--public')
    expect(await reply()).toEqual([failureText('your account is banned: fakes', '')])
    await tracker().stop()
    await tracker().start()
    expect(await reply()).toEqual([failureText('your account is banned: fakes', '')])
    expect(await told(pathOf(gallery), infoHash)).toEqual(['served'])
    await operator.good('member', 'unban', 'bob')
    expect(await reply()).toEqual(['served'])
  })

  test('shows a member who announces with their key, and who with the one before', async () => {
    const { infoHash, gallery, member, key, link } = await cast(tracker(), 'fred')
    const target = announceAt(pathOf(gallery, member, key), infoHash, { left: 0 })
    const announce = async () => (await httpGet(tracker().waggle.http4, target)).body.toString()
    const fred = await browserOf(tracker(), link)
    await announce()
    await shows(fred, '1 torrent is counted now', 'today’s key')
    await fred.post('/account/key', { mark: hiddenOf(await fred.get('/account/key'), 'mark') })
    await shows(fred, '0 torrents are counted now', 'old key')
    expect(await announce()).toBe(failureText(refusal.keyReset))
    await shows(fred, 'Announced in vain', refusal.keyReset)
  })

  test('says why a torrent is gone, and serves it again when it is back', async () => {
    const { infoHash, gallery } = await cast(tracker(), 'carol')
    const hash = infoHash.toString('hex')
    await tracker().operator.good('torrent', 'remove', hash, '--reason', 'asked for')
    const gone = failureText('unregistered torrent: removed: asked for')
    expect(await told(pathOf(gallery), infoHash)).toEqual([gone])
    await tracker().stop()
    await tracker().start()
    expect(await told(pathOf(gallery), infoHash)).toEqual([gone])
    await tracker().operator.good('torrent', 'restore', hash)
    expect(await told(pathOf(gallery), infoHash)).toEqual(['served'])
  })

  // The last one, because it makes the tracker seem to have been up for long.
  test('purges what nobody seeds, and says so from the next announce on', async () => {
    const { operator, waggle, dataDirectory } = tracker()
    const lost = await cast(tracker(), 'dora')
    const loved = await cast(tracker(), 'emil')
    const address = { url: String(tracker().settings['database.url']), dataDirectory }
    const upSeconds = `UPDATE meta SET value = '${100 * 86_400}' WHERE key = 'tracker_up_seconds'`
    await runStatements(address, upSeconds)
    const seeding = announceAt(pathOf(loved.gallery), loved.infoHash, { left: 0 })
    await httpGet(waggle.http4, seeding)
    const [rehearsed] = await operator.json('purge', '--dry-run', '--force')
    expect(JSON.stringify(rehearsed)).toContain(lost.infoHash.toString('hex'))
    expect(await told(pathOf(lost.gallery), lost.infoHash)).toEqual(['served'])
    await operator.good('purge', '--force')
    const gone = failureText('unregistered torrent: purged: nobody seeded it for 90 days')
    expect(await told(pathOf(lost.gallery), lost.infoHash)).toEqual([gone])
    expect(await told(pathOf(loved.gallery), loved.infoHash)).toEqual(['served'])
    await operator.good('torrent', 'restore', lost.infoHash.toString('hex'))
    expect(await told(pathOf(lost.gallery), lost.infoHash)).toEqual(['served'])
  })
})
