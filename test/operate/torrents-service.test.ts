/** What the torrents' service promises beside its repository: checks, order, the audit log; on both databases. */
import { describe, expect, test } from 'vitest'
import { TorrentError } from '#index/torrents/torrent-error'
import { engines, useDatabases } from '../storage/databases.ts'
import { hashOf, longHashOf } from '../storage/sample-torrents.ts'
import { TidyCatalogue } from './tidy-catalogue.ts'

const databases = useDatabases()

describe.for(engines)('torrents on %s', (engine) => {
  test('that are refused hinder no other, and outcomes are in the order given', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('known')
    catalogue.told.length = 0
    const outcomes = await catalogue.torrents.register(
      [
        { infoHash: hashOf('bad'), name: 'line\nend' },
        { infoHash: hashOf('new'), name: 'new' },
        { infoHash: hashOf('known'), name: 'another name' },
        { infoHash: undefined, name: 'no hash' },
        { infoHash: hashOf('new'), name: 'the same again' },
      ],
      'test',
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'refused',
      'added',
      'known',
      'refused',
      'known',
    ])
    expect(catalogue.told).toEqual(['new live'])
    expect(await catalogue.names('live')).toEqual(['known', 'new'])
  })

  test('are told to the tracker once they are in the database, and only where something changed', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    const { torrents } = catalogue
    const hash = hashOf('a')
    await catalogue.add('a')
    await torrents.unban(hash, 'test')
    await torrents.ban(hash, { reason: 'x', isPublic: true }, 'test')
    await torrents.pin(hash, false, 'test')
    await torrents.restore(hash, 'test')
    await torrents.remove(hash, 'y', 'test')
    await torrents.remove(hash, 'again', 'test')
    await torrents.restore(hash, 'test')
    await torrents.unban(hash, 'test')
    await catalogue.add('a')
    expect(catalogue.told).toEqual(['a live', 'a banned', 'a removed', 'a banned', 'a live'])
  })

  test('come back as they were when a removed one is registered again', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('a')
    await catalogue.torrents.ban(hashOf('a'), { reason: 'x', isPublic: true }, 'test')
    await catalogue.torrents.remove(hashOf('a'), '', 'test')
    const [outcome] = await catalogue.torrents.register(
      [{ infoHash: hashOf('a'), name: 'other' }],
      'test',
    )
    expect(outcome).toMatchObject({
      outcome: 'restored',
      torrent: { name: 'a', ban: { reason: 'x' } },
    })
    expect(catalogue.told.at(-1)).toBe('a banned')
  })

  test('that are removed cannot be banned or pinned, and unknown ones nothing at all', async () => {
    const { torrents } = await TidyCatalogue.open(databases, engine)
    await torrents.register([{ infoHash: hashOf('gone'), name: 'gone' }], 'test')
    await torrents.remove(hashOf('gone'), '', 'test')
    const ban = { reason: 'x', isPublic: true }
    for (const work of [
      () => torrents.ban(hashOf('gone'), ban, 'test'),
      () => torrents.pin(hashOf('gone'), true, 'test'),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'removed_torrent' })
    const unknown = longHashOf('nothing')
    for (const work of [
      () => torrents.find(unknown),
      () => torrents.files(unknown),
      () => torrents.ban(unknown, ban, 'test'),
      () => torrents.unban(unknown, 'test'),
      () => torrents.remove(unknown, '', 'test'),
      () => torrents.restore(unknown, 'test'),
      () => torrents.pin(unknown, true, 'test'),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'unknown_torrent' })
  })

  test('are refused when the tracker has no room for them', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    await catalogue.add('removed')
    await catalogue.torrents.remove(hashOf('removed'), '', 'test')
    catalogue.room = 3
    const hybrid = { infoHash: hashOf('hybrid'), infoHashV2: longHashOf('hybrid'), name: 'hybrid' }
    const outcomes = await catalogue.torrents.register(
      [hybrid, { infoHash: hashOf('a'), name: 'a' }, { infoHash: hashOf('b'), name: 'b' }],
      'test',
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'refused'])
    expect(outcomes[2]).toMatchObject({ error: { code: 'catalogue_full' } })
    catalogue.room = 0
    await expect(catalogue.torrents.restore(hashOf('removed'), 'test')).rejects.toThrow(
      TorrentError,
    )
    expect(await catalogue.names('live')).toEqual(['a', 'hybrid'])
  })

  test('have every change of theirs in the audit log, with who made it', async () => {
    const catalogue = await TidyCatalogue.open(databases, engine)
    const { torrents } = catalogue
    const hash = hashOf('a')
    await torrents.register([{ infoHash: hash, name: 'a' }], 'token 3')
    await torrents.register(
      ['b', 'c'].map((name) => ({ infoHash: hashOf(name), name })),
      'operator',
    )
    await torrents.ban(hash, { reason: 'spam', isPublic: false }, 'operator')
    await torrents.remove(hash, 'old', 'operator')
    const target = Buffer.from(hash).toString('hex')
    const at = databases.clock.now
    expect(await catalogue.audited()).toEqual([
      { at, actor: 'token 3', action: 'torrent.add', target, detail: '1 added, 0 restored' },
      { at, actor: 'operator', action: 'torrent.add', target: '', detail: '2 added, 0 restored' },
      { at, actor: 'operator', action: 'torrent.ban', target, detail: 'private: spam' },
      { at, actor: 'operator', action: 'torrent.remove', target, detail: 'old' },
    ])
  })
})
