/** The list of members, from which moderators ban a member and let them in again: who may, and what is told and logged. */
import { describe, expect, test } from 'vitest'
import { engines } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { type GallerySite, openGallerySite } from './support/gallery-site.ts'
import { password } from './support/site-base.ts'
import { Visitor } from './support/visitor.ts'

const postgres = usePostgres()

const hostile = `<script>alert(1)</script>" onmouseover='x' & <b>bold</b>`

async function open(engine: (typeof engines)[number] = 'sqlite'): Promise<GallerySite> {
  const site = await openGallerySite({ engine, postgres })
  for (const name of ['carol', 'alice']) await site.addMember(name)
  for (const name of ['keeper', 'second']) await site.addMember(name, 'moderator')
  await site.addMember('chief', 'administrator')
  return site
}

async function as(site: GallerySite, name: string): Promise<Visitor> {
  const visitor = new Visitor(site.url)
  await visitor.logIn(name, password)
  return visitor
}

async function idOf({ database }: GallerySite, name: string): Promise<number> {
  return (await database.members.find(name))?.id ?? 0
}

describe.for(engines)('the list of members, on %s', (engine) => {
  test('leads to where a moderator bans a member with a reason and an end, and lets them in again', async () => {
    await using site = await open(engine)
    const [keeper, carol] = [await as(site, 'keeper'), await as(site, 'carol')]
    const path = `/members/${await idOf(site, 'carol')}/ban`
    expect((await keeper.get('/members')).html).toContain(`href="${path}" aria-label="Ban: carol"`)
    expect((await keeper.get(path)).text).toContain('Ban of carol')
    const wrong = await keeper.post(path, { canned: 'spam', own: 'x'.repeat(1001), until: 'week' })
    expect([wrong.status, wrong.text.includes('The reason must be one line')]).toEqual([422, true])
    const given = { canned: 'spam', own: hostile, until: 'week' }
    for (const _ of ['once', 'twice'])
      expect((await keeper.post(path, given)).location).toBe(`${path}?done=yes`)
    expect((await carol.get('/home')).location).toMatch(/^\/login/)
    const refused = await carol.logIn('carol', password)
    expect(refused.text).toMatch(
      /This account is banned until [-0-9]+ [:0-9]+ UTC\. The reason: &lt;script/,
    )
    const shown = await keeper.get(`${path}?done=yes`)
    expect(shown.text).toContain('The member is banned.')
    expect(shown.html).not.toMatch(/<script>alert|<b>bold/)
    expect((await keeper.get('/members')).html).toContain('aria-label="End the ban: carol"')
    await keeper.post(`${path}/end`, {})
    expect((await carol.logIn('carol', password)).status).toBe(303)
    const { text } = await keeper.get('/audit')
    expect(text.match(/keeper banned carol · &lt;script/g)).toHaveLength(1)
    expect(text).toContain('keeper ban lifted carol')
  })
})

test('a ban on the list of members is for those who may, and never of staff by staff or of oneself', async () => {
  await using site = await open()
  const [carol, keeper, chief] = [
    await idOf(site, 'carol'),
    await idOf(site, 'keeper'),
    await idOf(site, 'chief'),
  ]
  const ban = { canned: 'spam', until: 'lifted' }
  const visitors = { alice: await as(site, 'alice'), second: await as(site, 'second') }
  for (const [visitor, id, status] of [
    [new Visitor(site.url), carol, 303],
    [visitors.alice, carol, 403],
    [visitors.second, keeper, 403],
    [visitors.second, chief, 403],
    [visitors.second, await idOf(site, 'second'), 403],
    [visitors.second, 999, 404],
  ] as const)
    for (const path of [`/members/${id}/ban`, `/members/${id}/ban/end`])
      expect([path, (await visitor.post(path, ban)).status]).toEqual([path, status])
  const origin = { origin: 'http://elsewhere.example' }
  expect((await visitors.second.post(`/members/${carol}/ban`, ban, origin)).status).toBe(403)
  for (const name of ['carol', 'keeper', 'chief', 'second'])
    expect((await site.database.members.find(name))?.ban, name).toBeUndefined()
  const { html } = await visitors.second.get('/members')
  expect(html).toContain(`/members/${carol}/ban`)
  expect(html).not.toContain(`/members/${keeper}/ban`)
  await (await as(site, 'chief')).post(`/members/${keeper}/ban`, ban)
  expect((await site.database.members.find('keeper'))?.ban).toBeDefined()
})
