import fastify from 'fastify'
import { expect, test } from 'vitest'
import { announceHint } from '#site/server/announce-hint'
import { profileOf } from './profile.ts'

/** What the site of a mode says at a path of a client's. */
async function said(mode: Parameters<typeof profileOf>[0]['mode'], path: string): Promise<string> {
  await using site = fastify()
  const { clientPaths: paths } = profileOf({ mode })
  announceHint({ paths, line: () => 'It is there.' }).register(site, () => {
    throw new Error('a hint has no shell')
  })
  return (await site.inject(path)).body
}

test.for([
  ['open', '/announce?info_hash=%FE%FF'],
  ['registered', '/scrape'],
  ['gallery', '/announce?port=1'],
  ['gallery', '/7/announce?info_hash=%FE%FF'],
  ['gallery', '/7/scrape'],
  ['gallery', '/7/12xabcdefghijklmnop/announce'],
  ['gallery', '/7/12xabcdefghijklmnop/scrape'],
] as const)('in the mode %s, clients announce to %s', async ([mode, path]) => {
  expect(await said(mode, path)).toBe('The tracker is elsewhere. It is there.\n')
})

test.for([
  ['open', '/7/announce'],
  ['gallery', '/seven/announce'],
  ['gallery', '/7/12xabcdefghijklmnop/more/announce'],
] as const)('in the mode %s, none announce to %s', async ([mode, path]) => {
  expect(await said(mode, path)).not.toContain('elsewhere')
})
