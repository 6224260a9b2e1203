/** My Home and what it says of a member, the numbers on a torrent's page, and the limit of uploads, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#base/day'
import type { AccountingFlush, PairCredit } from '#index/accounting/accounting-repository'
import type { Gallery } from '#index/galleries/gallery'
import { type GalleryTorrent, galleryTorrentPath } from '#index/galleries/gallery-torrent'
import { createPoints } from '#index/points/points'
import { computeToplists } from '#index/toplists/compute-toplists'
import { AnnounceEvent } from '#tracker/wire/announce'
import { Failure } from '#tracker/wire/failure'
import { engines } from '../storage/databases.ts'
import { addGalleryTorrent } from '../storage/sample-gallery-torrents.ts'
import { usePostgres } from '../support/postgres.ts'
import {
  type GallerySite,
  openGallerySite,
  standing,
  uncompletedUploads,
} from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { upload } from './support/torrent-files.ts'
import { type Reply, Visitor } from './support/visitor.ts'

const postgres = usePostgres()
const mebibyte = 2 ** 20
const hookTimeoutMs = 60_000

describe.for(engines)('on %s', (engine) => {
  let site: GallerySite
  let gallery: Gallery
  let wave: GalleryTorrent
  let [aliceId, carolId] = [0, 0]
  let alice: Visitor
  let carol: Visitor
  let sequence = 0

  beforeAll(async () => {
    site = await openGallerySite({ engine, postgres })
    aliceId = (await site.addMember('alice', 'uploader')).id
    carolId = (await site.addMember('carol')).id
    gallery = await site.addGallery(aliceId)
    wave = await site.addTorrent(gallery, aliceId, upload('The wave'))
    alice = await loggedIn('alice')
    carol = await loggedIn('carol')
  }, hookTimeoutMs)
  afterAll(() => site[Symbol.asyncDispose](), hookTimeoutMs)

  async function loggedIn(name: string): Promise<Visitor> {
    const visitor = new Visitor(site.url)
    await visitor.logIn(name, password)
    return visitor
  }

  /** As the ledger stores what clients have announced. */
  async function credit(
    torrent: GalleryTorrent,
    memberId: number,
    more: Partial<PairCredit> & { readonly daysAgo?: number; readonly isComplete?: boolean },
  ): Promise<void> {
    const { daysAgo = 0, isComplete = false, ...amounts } = more
    const at = site.clock.now
    const sums = { uploaded: 0, downloaded: 0, seedSeconds: 0, ...amounts }
    const pair = {
      memberId,
      torrentId: torrent.id,
      seededUntil: 0,
      firstAt: at,
      lastAt: at,
      client: '',
    }
    const completion = { memberId, torrentId: torrent.id, isInferred: false, at }
    const flush: AccountingFlush = {
      run: 'test',
      sequence: ++sequence,
      at,
      marks: [],
      pairs: [{ ...pair, ...sums }],
      days: [{ memberId, day: dayOf(at) - daysAgo, ...sums }],
      completions: isComplete ? [completion] : [],
      anonymous: [],
      pointsPerCompletion: 10,
    }
    await site.database.accounting.flush(flush)
  }

  test('a guest is asked to log in', async () => {
    for (const path of ['/home', '/home/torrents', '/home/points']) {
      const reply = await new Visitor(site.url).get(path)
      expect([reply.status, reply.location]).toEqual([
        303,
        `/login?next=${encodeURIComponent(path)}`,
      ])
    }
  })

  test('a new member finds zeros, what to do, and no ratio', async () => {
    const home = await carol.get('/home')
    expect(tilesOf(home)).toEqual({
      Uploaded: '0 B',
      Downloaded: '0 B',
      Ratio: '–',
      'Torrent Completes': '0',
      'Gallery Completes': '0',
      Seedmins: '0',
      'Total GP': '0',
      'GP from torrent completions': '0',
      'GP from gallery completions': '0',
    })
    expect(home.text).toContain('Nothing of yours is recorded yet.')
    expect(home.text).toContain('Nothing was recorded in these days.')
    expect(home.text).toContain('None: each of your torrents that is still here has a seed.')
    expect(home.headers.get('cache-control')).toBe('no-store')
    for (const path of ['/home/counted', '/account/key', '/account', '/torrents?show=mine'])
      expect(home.html).toContain(`href="${path}`)
    expect((await carol.get('/home/torrents')).text).toContain('Nothing of yours is recorded yet.')
  })

  const counted = async (): Promise<string> => (await carol.get('/home/counted')).text

  test('what a client announces stands with the key that it has, and in vain once that is refused', async () => {
    const { now } = site.clock
    const event = AnnounceEvent.none
    const heard = {
      memberId: carolId,
      torrentId: wave.id,
      family: 4,
      protocol: 'udp',
      event,
    } as const
    const peerId = Buffer.from('-qB5010-abcdefghijkl')
    site.live.note({ ...heard, at: now, kind: 'announce', peerId, left: 0 })
    const by = new Date((now + 1800) * 1000).toISOString().slice(11, 16)
    expect(await counted()).toMatch(
      new RegExp(`1 torrent is counted now.*UDP IPv4 today’s key .* by ${by}`),
    )
    site.live.noteReset(carolId, now)
    const reset = await counted()
    expect(reset).toMatch(new RegExp(`0 torrents are counted now.* old key .* refused by ${by}`))
    expect(reset).toContain('Where a client still has your old key')
    const facts = { infoHash: wave.infoHash, client: peerId, failure: Failure.keyReset } as const
    site.live.note({ ...heard, ...facts, at: now, kind: 'refusal' })
    expect(await counted()).toMatch(
      /Announced in vain .* The wave .*the key in this announce address was reset .* old key/,
    )
    site.live.drop(carolId, now)
  })

  test('what was credited stands in the tiles, the table, the charts and on the page of the torrent', async () => {
    await credit(wave, carolId, {
      uploaded: 3 * mebibyte,
      downloaded: 10 * mebibyte,
      seedSeconds: 7259,
      client: 'qBittorrent 5.0.1',
      isComplete: true,
      daysAgo: 1,
    })
    const home = await carol.get('/home')
    expect(tilesOf(home)).toMatchObject({
      Uploaded: '3.0 MiB',
      Downloaded: '10.0 MiB',
      Ratio: '0.30 (error bad)',
      Seedmins: '120',
    })
    expect(home.text).toMatch(/The wave 3\.0 MiB 10\.0 MiB 120 now qBittorrent 5\.0\.1 now/)
    const yesterday = new Date((site.clock.now - 86_400) * 1000).toISOString().slice(0, 10)
    for (const value of ['3.0 MiB', '10.0 MiB', '120'])
      expect(home.text).toContain(`${yesterday} ${value}`)
    expect(home.html.match(/<figure/g)).toHaveLength(3)
    const page = await carol.get(galleryTorrentPath(wave))
    expect(page.text).toContain('What is recorded of you with this torrent Uploaded 3.0 MiB')
    for (const visitor of [alice, new Visitor(site.url)])
      expect((await visitor.get(galleryTorrentPath(wave))).text).not.toContain('recorded of you')
  })

  test('who is uploader and owner has the completion in both columns, and a ratio of 1 is good', async () => {
    await credit(wave, aliceId, { uploaded: 10 * mebibyte, downloaded: 10 * mebibyte })
    expect(tilesOf(await alice.get('/home'))).toMatchObject({
      Ratio: '1.00 (ok good)',
      'Torrent Completes': '1',
      'Gallery Completes': '1',
    })
    await credit(wave, aliceId, { downloaded: mebibyte })
    expect(tilesOf(await alice.get('/home'))).toMatchObject({ Ratio: '0.90' })
  })

  test('points are in the header, with what they are made of, and each with what it is for', async () => {
    const home = await alice.get('/home')
    expect(tilesOf(home)).toMatchObject({
      'Total GP': '20',
      'GP from torrent completions': '10',
      'GP from gallery completions': '10',
    })
    expect(home.html).toMatch(/<a href="\/home\/points">20 GP<\/a>/)
    expect((await new Visitor(site.url).get('/')).text).not.toContain('GP')
    const { points, members } = site.database
    const staff = createPoints({ repository: points, members, clock: site.clock })
    for (let index = 0; index < 50; index++)
      await staff.grant({ name: 'alice', amount: 1, reason: `<b>reason ${index}</b>` }, 'operator')
    const first = await alice.get('/home/points')
    expect(first.text).toContain('Total GP 70')
    expect(first.text).toContain('gives you 10 GP')
    expect(first.text).toMatch(/now &lt;b&gt;reason 49&lt;\/b&gt; the staff 1/)
    expect(first.text).toContain('1 to 50')
    const next = /rel="next" href="([^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const last = await alice.get(next)
    expect(rowsOf(last)).toEqual(['The wave', 'The wave'])
    expect(last.text).toContain('51 to 52')
    expect(last.html).not.toContain('rel="next"')
    const none = await carol.get('/home/points')
    expect(none.text).toContain('You have no points yet.')
    expect((await alice.get('/home/points?after=x')).text).toContain('1 to 50')
  })

  test('the toplists say who stands where, how it is computed, and where one stands oneself', async () => {
    await site.addMember('dave')
    const dave = await loggedIn('dave')
    const guest = new Visitor(site.url)
    expect((await guest.get('/toplists')).text).toContain('Nobody is in this list.')
    await computeToplists({
      repository: site.database.toplists,
      weights: () => standing.scoreWeights,
      clock: site.clock,
      rest: async () => {},
    })(new AbortController().signal)
    const list = await guest.get('/toplists')
    expect(list.text).toMatch(/All-Time toplist .*Rank Score Name 1 19\.1 alice 2 0\.1 carol /)
    expect(list.text).toContain('score = (10 × completions + 1 × seed days) × ratio^0.5')
    expect(list.text).toContain('it counts as 0.5 where it is lower and as 4 where it is higher')
    expect(list.text).toContain('Log in to see where you stand.')
    expect(list.html).toContain(`<a href="/torrents?u=${aliceId}">`)
    const featured =
      'You are currently: #2 on the All-Time toplist, #2 on the Past Year toplist, #2 on the Past Month toplist, #1 on the Yesterday toplist'
    expect((await carol.get('/toplists?period=month')).text).toContain(featured)
    expect((await carol.get('/home')).text).toContain(`${featured} Computed just now.`)
    expect((await dave.get('/home')).text).toContain(
      'You are currently not featured on any toplists...',
    )
    const yesterday = await guest.get('/toplists?period=yesterday&page=3')
    expect(yesterday.text).toMatch(/Rank Score Name 1 0\.1 carol Computed/)
    for (const odd of ['period=x', 'page=0', 'page=%00', 'period=all&period=year'])
      expect((await guest.get(`/toplists?${odd}`)).status).toBe(200)
  })

  test('a torrent that nobody seeds is needed by who uploaded it and who completed it', async () => {
    for (const visitor of [alice, carol])
      expect((await visitor.get('/home')).text).toMatch(/Seeds Needed.*nobody seeds now.*The wave/)
    const seen = { torrentId: wave.id, completions: 0, announcedAt: site.clock.now }
    await site.database.torrents.flush({
      run: 'swarm',
      sequence: 1,
      upSeconds: 0,
      activities: [{ ...seen, seeders: 1, leechers: 0 }],
    })
    for (const visitor of [alice, carol])
      expect((await visitor.get('/home')).text).toContain('None: each of your torrents')
  })

  test('the page says how old its numbers are', async () => {
    expect((await carol.get('/home')).text).toContain('Updated just now.')
    site.clock.statisticsAge = 12 * 60 + 5
    expect((await carol.get('/home')).text).toContain('Updated 12 min ago.')
    site.clock.statisticsAge = 0
  })

  test('all that is recorded comes in pages, the last announced first', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `plate ${index}`)
    for (const [index, name] of names.entries()) {
      const torrent = await addGalleryTorrent(site.database, name, {
        galleryId: gallery.id,
        uploaderId: aliceId,
      })
      await credit(torrent, carolId, { lastAt: site.clock.now + 1 + index })
    }
    const home = await carol.get('/home')
    expect(rowsOf(home)).toEqual(names.toReversed().slice(0, 20))
    expect(home.html).toContain('href="/home/torrents"')
    const first = await carol.get('/home/torrents')
    expect(rowsOf(first)).toEqual(names.toReversed().slice(0, 50))
    expect(first.text).toContain('1 to 50')
    const next = /rel="next" href="([^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await carol.get(next)
    expect(rowsOf(second)).toEqual([...names.toReversed().slice(50), 'The wave'])
    expect(second.text).toContain('51 to 61')
    expect(second.html).not.toContain('rel="next"')
    for (const odd of ['x', '0-0', '%00'])
      expect((await carol.get(`/home/torrents?after=${odd}`)).status).toBe(200)
  })

  const send = async (visitor: Visitor, name: string): Promise<Reply> => {
    const { name: fileName, buffer, mimeType } = upload(name)
    const form = new FormData()
    form.append('torrents', new File([new Uint8Array(buffer)], fileName, { type: mimeType }))
    return await visitor.send(`/g/${gallery.id}/${gallery.key}/torrents`, form)
  }

  test('who has more torrents than the limit that nobody completed uploads no more, until one is', async () => {
    for (let index = 0; index <= uncompletedUploads; index++)
      expect((await send(carol, `carol ${index}`)).status).toBe(303)
    const refused = await send(carol, 'one too many')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(
      'completed 11 of the torrents that were uploaded here within the last 24 hours: &quot;carol 0&quot;, ',
    )
    expect(refused.text).toContain('&quot;carol 9&quot;, &quot;carol 10&quot;.')
    expect(refused.text).toContain('or from 2026-11-22 14:33 UTC on')
    expect((await send(alice, 'of somebody else')).status).toBe(303)
    const [first] = await site.database.lists.newest('carol', 1)
    if (first === undefined) throw new Error('nothing of hers is there')
    await credit(first, carolId, { isComplete: true })
    expect((await send(carol, 'her own completion counts for nothing')).status).toBe(422)
    await credit(first, aliceId, { isComplete: true })
    expect((await send(carol, 'one too many')).status).toBe(303)
    expect((await send(carol, 'and again')).status).toBe(422)
  })
})

const rowsOf = ({ html }: Reply): string[] =>
  [...html.matchAll(/<td class="name">.*?<bdi>([^<]*)</gs)].map(([, name = '']) => name)

/** The six tiles: label and figure, the class beside it that says how it is. */
const tilesOf = ({ html }: Reply): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<dt>([^<]*)<\/dt>\s*<dd(?: class="([^"]*)")?\s*>([^<]*)</g)].map(
      ([, label = '', look = '', figure = '']) => [label, `${figure}${look && ` (${look})`}`],
    ),
  )
