/**
 * `waggle torrent` where torrents belong to galleries, as real processes, with a running server and without one: what it
 * uploads, refuses and takes out.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { single } from '../metainfo/bases.ts'
import { usePostgres } from '../support/postgres.ts'
import { freshDirectory } from '../support/waggle.ts'
import { numberAt, textAt } from './json.ts'
import { RegisteredTracker } from './registered-tracker.ts'

const postgres = usePostgres()
const files = freshDirectory()
afterAll(() => rmSync(files, { recursive: true }))

const setups = [
  ['sqlite', 'without a server'],
  ['postgres', 'with a running server'],
] as const

/** Another torrent each time. */
function torrentFile(bytes: Uint8Array = single('v1', { source: crypto.randomUUID() })): string {
  const file = join(files, `${crypto.randomUUID()}.torrent`)
  writeFileSync(file, bytes)
  return file
}

describe.for(setups)('waggle torrent on %s, %s', ([engine, way]) => {
  let tracker: RegisteredTracker
  let to: readonly string[] = []
  beforeAll(async () => {
    const settings = { mode: 'gallery', 'tracker.announce_urls': '["http://tracker.example"]' }
    tracker = await RegisteredTracker.prepare({ engine, postgres, settings })
    if (way === 'with a running server') await tracker.start()
    await tracker.operator.good('member', 'add', 'Alice', '--role', 'uploader')
    const words = ['gallery', 'add', '--title', 'Prints', '--owner', 'alice']
    const [gallery] = await tracker.operator.json(...words)
    to = ['--gallery', `${numberAt(gallery, 'id')}`, '--uploader', 'alice']
  })
  afterAll(() => tracker.remove())

  const add = async (...words: readonly string[]): Promise<unknown[]> =>
    await tracker.operator.json('torrent', 'add', ...words)

  test('add uploads files to a gallery, and tells each with what became of it', async () => {
    const [one, other] = [torrentFile(), torrentFile()]
    const added = await add(one, other, ...to, '--comment', 'a comment')
    expect(added).toMatchObject([
      { outcome: 'added', comment: 'a comment', uploader: { name: 'Alice' }, tombstone: null },
      { outcome: 'added', gallery: { title: 'Prints' } },
    ])
    const again = await tracker.operator.run('torrent', 'add', one, torrentFile(), ...to)
    expect(again.status).toBe(1)
    expect(again.err).toContain(`${one}: This torrent is here already: "test.bin"`)
    expect(again.out).toMatch(/^added {5}[0-9a-f]{40} {2}test\.bin\n$/)
  })

  test('add says what is wrong with a file, a gallery, a member or what it is given', async () => {
    const [, gallery = '', , member = ''] = to
    const file = torrentFile()
    for (const [words, message] of [
      [[torrentFile(Buffer.from('hello')), ...to], 'This is not a torrent file.'],
      [[file, '--gallery', '9999', '--uploader', member], 'There is no such gallery.'],
      [[file, '--gallery', gallery, '--uploader', 'nobody'], 'there is no member "nobody"'],
      [[file, '--gallery', gallery], 'add --uploader NAME'],
      [[file, '--uploader', member], 'add --gallery ID'],
      [[file, '--gallery', 'x', '--uploader', member], 'must be the number of a gallery'],
      [[file], 'belong to galleries; add --gallery ID --uploader NAME'],
      [['--hash', '0'.repeat(40), '--name', 'x', ...to], 'takes .torrent files'],
    ] as const) {
      const { status, err } = await tracker.operator.run('torrent', 'add', ...words)
      expect([status, err.includes(message) ? message : err]).toEqual([1, message])
    }
  })

  test('expunge, remove, restore, ban and unban work as they do everywhere', async () => {
    const [added] = await add(torrentFile(), ...to)
    const hash = textAt(added, 'info_hash')
    const { operator } = tracker
    const run = async (...words: readonly string[]): Promise<unknown> =>
      (await operator.json('torrent', ...words))[0]
    expect(await run('expunge', hash, '--reason', 'voted out')).toMatchObject({
      outcome: 'expunged',
      state: 'removed',
      tombstone: { kind: 'expunged', reason: 'voted out' },
    })
    expect(await run('restore', hash)).toMatchObject({ outcome: 'restored', state: 'live' })
    expect(await run('ban', hash, '--reason', 'no')).toMatchObject({ state: 'banned' })
    expect(await run('unban', hash)).toMatchObject({ state: 'live' })
    expect(await run('remove', hash, '--reason', 'taken down')).toMatchObject({
      state: 'removed',
      removal: { reason: 'taken down' },
    })
    const listed = await operator.json('torrent', 'list', '--state', 'removed')
    expect(JSON.stringify(listed)).toContain(hash)
    await run('restore', hash)
  })
})
