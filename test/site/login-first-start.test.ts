/** Accounts of the running program: its first start, the command line beside it, and what it writes where. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RegisteredTracker, useTracker } from '../operate/registered-tracker.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import { usePostgres } from '../support/postgres.ts'
import { readMetric } from '../support/read-metric.ts'
import { startWaggle } from '../support/waggle.ts'
import { type Reply, Visitor } from './support/visitor.ts'

const postgres = usePostgres()
const password = 'correct horse battery'

type Account = {
  readonly id: number
  readonly name: string
  readonly torrent_key: string
  readonly link: string
}

function siteOf({ waggle }: RegisteredTracker): string {
  return `http://${formatEndpoint(waggle.siteEndpoint)}`
}

/** Opens the link in a new browser and sends its form. */
async function useLink(tracker: RegisteredTracker, link: string, name = ''): Promise<Visitor> {
  const visitor = new Visitor(siteOf(tracker))
  const { pathname } = new URL(link)
  const shown: Reply = await visitor.get(pathname)
  expect(shown.status, link).toBe(200)
  const secret = pathname.split('/').at(-1) ?? ''
  const fields = { link: secret, name, password, again: password }
  expect((await visitor.post('/set-password', fields)).location).toBe('/account?done=password')
  return visitor
}

describe('a server with a database', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres, driver: 'portable' })
  const file = (): string => join(tracker().dataDirectory, 'setup-link.txt')

  test('the first start leaves a link for its owner alone, with which they become administrator', async () => {
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    const link = readFileSync(file(), 'utf8').trim()
    expect(link).toMatch(/\/set-password\/[\w-]{43}$/)
    expect(link.startsWith(siteOf(tracker()))).toBe(true)
    const { stdout, stderr } = tracker().waggle.run
    expect(stdout).toContain('"event":"no_administrator"')
    expect(stdout).toContain(file())
    const secret = link.split('/').at(-1) ?? ''
    expect(stdout + stderr).not.toContain(secret)

    const visitor = await useLink(tracker(), link, 'Boss')
    expect((await visitor.get('/account')).text).toContain('logged in as Boss (administrator)')
    expect(existsSync(file())).toBe(false)
    expect(tracker().waggle.run.stdout + tracker().waggle.run.stderr).not.toContain(secret)
  })

  test('a login survives a restart, and there is no link any more', async () => {
    const visitor = new Visitor(siteOf(tracker()))
    await visitor.logIn('boss', password)
    await tracker().stop()
    await tracker().start()
    const later = new Visitor(siteOf(tracker()))
    for (const [name, value] of visitor.cookies) later.cookies.set(name, value)
    expect((await later.get('/account')).status).toBe(200)
    expect(existsSync(file())).toBe(false)
    expect(tracker().waggle.run.stdout).not.toContain('no_administrator')
  })

  test('a member that the command line adds logs in, and out at once when suspended', async () => {
    const { operator } = tracker()
    const words = ['member', 'add', 'Alice', '--role', 'uploader']
    const [added] = (await operator.json(...words)) as Account[]
    expect(added).toMatchObject({ name: 'Alice', role: 'uploader' })
    const facts = ['id', 'link', 'name', 'role', 'torrent_key']
    expect(Object.keys(added ?? {}).toSorted()).toEqual(facts)
    expect(added?.torrent_key).toMatch(/^[0-9A-Za-z]{16}$/)
    expect(added?.link).toMatch(/^http:.*\/set-password\/[\w-]{43}$/)
    const visitor = await useLink(tracker(), added?.link ?? '')
    expect((await visitor.get('/account')).text).toContain('logged in as Alice (uploader)')
    expect(await operator.good('member', 'suspend', 'alice')).toBe(
      `suspended ${added?.id}  Alice (uploader)\n`,
    )
    expect((await visitor.get('/account')).status).toBe(303)
    await operator.good('member', 'restore', 'alice')
    expect((await visitor.logIn('alice', password)).status).toBe(303)
    await operator.good('member', 'role', 'alice', 'moderator')
    expect((await visitor.get('/account')).status).toBe(303)
    const told = await operator.good('member', 'reset-link', 'alice')
    expect(told).toMatch(/^reset link {3}http\S+\n {13}works once, until \d{4}-\d\d-\d\d\n$/)
    const link = /https?:\S+/.exec(told)?.[0] ?? ''
    expect((await (await useLink(tracker(), link)).get('/account')).text).toContain('(moderator)')
  })

  test('a member that the command line bans is out at once, for a reason and a time', async () => {
    const { operator } = tracker()
    const [added] = (await operator.json('member', 'add', 'Bernd')) as Account[]
    const visitor = await useLink(tracker(), added?.link ?? '')
    const words = ['member', 'ban', 'bernd', '--reason', 'spam', '--public', '--for', '30d']
    const [banned] = (await operator.json(...words)) as Account[]
    expect(banned).toMatchObject({
      name: 'Bernd',
      state: 'active',
      invited_by: null,
      ban: { reason: 'spam', is_public: true, until: expect.any(Number) as number },
    })
    expect((await visitor.get('/account')).status).toBe(303)
    const refused = await visitor.logIn('bernd', password)
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('The reason: spam'),
    ])
    expect(await operator.good('member', 'list')).toMatch(/ member {9}banned {5}seen \S+ +Bernd\n/)
    expect(await operator.good('member', 'show', 'bernd')).toMatch(
      /\nbanned {5}until \d{4}-\d\d-\d\dT\d\d:\d\dZ: spam\n$/,
    )
    expect((await operator.run('member', 'reset-link', 'bernd')).err).toContain('bernd is banned')
    expect(await operator.good('member', 'unban', 'bernd')).toBe(
      `unbanned  ${added?.id}  Bernd (member)\n`,
    )
    expect((await visitor.logIn('bernd', password)).status).toBe(303)
  })

  test('logins are counted, and nothing that was written tells a secret', async () => {
    const before = await readMetric(tracker().waggle, 'waggle_logins_total{outcome="wrong"}')
    const visitor = new Visitor(siteOf(tracker()))
    await visitor.logIn('boss', 'a wrong password')
    await visitor.logIn('boss', password)
    const wrong = await readMetric(tracker().waggle, 'waggle_logins_total{outcome="wrong"}')
    expect(wrong - before).toBe(1)
    const [session = ''] = visitor.cookies.values()
    const { stdout, stderr } = tracker().waggle.run
    for (const secret of [password, 'a wrong password', session, '127.0.0.1,'])
      expect(stdout + stderr).not.toContain(secret)
  })

  test('the operator is told what cannot be, with what to do', async () => {
    for (const [words, message] of [
      [['add', 'boss'], 'there is a member boss already, or one whose name looks the same; choose'],
      [['add', 'a b'], 'the name must have 2 to 32 letters'],
      [['add', 'carol', '--role', 'king'], 'Allowed choices are member, uploader'],
      [['role', 'nobody', 'member'], 'there is no member nobody; list them to see all'],
      [['ban', 'boss', '--reason', ' '], 'the reason must be one line'],
      [['ban', 'boss', '--reason', 'x', '--until', '2020-01-01'], 'the ban would be over already'],
      [['show', 'nobody'], 'there is no member nobody'],
    ] as const) {
      const { status, err } = await tracker().operator.run('member', ...words)
      expect([status, err]).toEqual([1, expect.stringContaining(message)])
    }
  })
})

test('without a server members are looked after all the same', async () => {
  const tracker = await RegisteredTracker.prepare({
    engine: 'sqlite',
    postgres,
    driver: 'portable',
  })
  try {
    const { operator } = tracker
    const told = await operator.good('member', 'add', 'Boss', '--role', 'administrator')
    expect(told).toMatch(
      /^added {5}1 {2}Boss \(administrator\)\ntorrent key {2}[0-9A-Za-z]{16}\nset-up link {2}http:\/\/127\.0\.0\.1:8080\/set-password\/[\w-]{43}\n {13}works once, until \d{4}-\d\d-\d\d\n$/,
    )
    await operator.good('member', 'add', 'alice')
    const listed = await operator.good('member', 'list')
    expect(listed).toBe(
      '    1  administrator  invited    seen never       Boss\n    2  member         invited    seen never       alice\n',
    )
    const members = (await operator.json('member', 'list')) as Account[]
    expect(members.map(({ id, name }) => [id, name])).toEqual([
      [1, 'Boss'],
      [2, 'alice'],
    ])
    await tracker.start()
    expect(existsSync(join(tracker.dataDirectory, 'setup-link.txt'))).toBe(false)
    const link = /https?:\S+/.exec(told)?.[0] ?? ''
    const visitor = await useLink(tracker, link)
    expect((await visitor.get('/account')).text).toContain('logged in as Boss')
  } finally {
    await tracker.remove()
  }
})

test('an administrator from the command line ends the link of the first start', async () => {
  const settings = { 'site.url': 'https://tracker.example' }
  const tracker = await RegisteredTracker.prepare({
    engine: 'sqlite',
    postgres,
    driver: 'portable',
    settings,
  })
  try {
    await tracker.start()
    const file = join(tracker.dataDirectory, 'setup-link.txt')
    const link = readFileSync(file, 'utf8').trim()
    expect(link.startsWith('https://tracker.example/set-password/')).toBe(true)
    const [added] = (await tracker.operator.json(
      'member',
      'add',
      'boss',
      '--role',
      'administrator',
    )) as Account[]
    expect(added?.link.startsWith('https://tracker.example/set-password/')).toBe(true)
    expect(existsSync(file)).toBe(false)
    const visitor = new Visitor(siteOf(tracker))
    expect((await visitor.get(new URL(link).pathname)).status).toBe(404)
  } finally {
    await tracker.remove()
  }
})

test('an open tracker has no accounts', async () => {
  const waggle = await startWaggle({ driver: 'portable' })
  const visitor = new Visitor(`http://${formatEndpoint(waggle.siteEndpoint)}`)
  for (const path of ['/login', '/account', '/set-password/x'])
    expect((await visitor.get(path)).status).toBe(404)
  expect((await visitor.get('/')).text).not.toContain('Account')
  expect(existsSync(join(waggle.dataDirectory, 'setup-link.txt'))).toBe(false)
  expect(await waggle.stop()).toEqual({ status: 0, signal: null })
})
