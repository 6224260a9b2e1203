/** All that people with accounts do: become administrator, set a password, log in and fail to, and look after the torrents. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textAt } from '../operate/json.ts'
import { Visitor } from '../site/support/visitor.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import type { Person } from './cast.ts'
import { hexOf, markSecret } from './operators.ts'
import type { Run } from './run.ts'

/** The first run: there is nobody yet. */
export async function membersJoin(run: Run): Promise<void> {
  const { cast, marks, operator, dataDirectory } = run
  const [administrator, member, other] = cast.people
  const link = readFileSync(join(dataDirectory, 'setup-link.txt'), 'utf8').trim()
  await setPassword(run, administrator, link, 'link of the first administrator')
  const [added] = await operator.json('member', 'add', member.memberName)
  marks.givenText('torrent key', textAt(added, 'torrent_key'))
  marks.givenText('browser', 'Firefox')
  const visitor = await setPassword(run, member, textAt(added, 'link'), 'link of a member')
  const change = (current: string, password: string): Promise<unknown> =>
    visitor.post('/account/password', { current, password, again: password })
  await change(other.password, other.password)
  await change(member.password, other.password)
  keepCookies(run, visitor)
  await change(other.password, member.password)
  keepCookies(run, visitor)
  await visitor.post('/logout', {})
}

export async function setPassword(
  run: Run,
  person: Person,
  link: string,
  what: string,
): Promise<Visitor> {
  const secret = link.slice(link.lastIndexOf('/') + 1)
  markSecret(run, what, secret)
  const visitor = visitorOf(run, person)
  const { memberName: name, password } = person
  await visitor.get(`/set-password/${secret}`)
  await visitor.post('/set-password', { link: secret, name, password: 'short', again: 'short' })
  await visitor.post('/set-password', { link: secret, name, password, again: password })
  keepCookies(run, visitor)
  if (visitor.cookies.size === 0) throw new Error(`${name} is not logged in`)
  return visitor
}

/** Every run. */
export async function membersCome(run: Run): Promise<void> {
  const [administrator, member, stranger] = run.cast.people
  await fail(run, stranger, member)
  const visitor = visitorOf(run, member)
  await logIn(run, visitor, member)
  await visitor.get('/account')
  await visitor.post('/account/sessions/end-others', {})
  await lookAfter(run, administrator)
}

/** As somebody else, and with links that were never given. */
async function fail(run: Run, stranger: Person, member: Person): Promise<void> {
  const { visitorWord: word, password } = stranger
  const visitor = visitorOf(run, stranger)
  await visitor.logIn(word, password)
  await visitor.logIn(member.memberName, password)
  await visitor.get(`/login?next=/${word}`)
  await visitor.get(`/set-password/${word}`)
  await visitor.post('/set-password', { link: word, name: word, password, again: password })
}

/** What an administrator does on the site. Nobody logs out: what is kept of that is to be seen. */
async function lookAfter(run: Run, administrator: Person): Promise<void> {
  const { infoHash, torrentName, reason } = run.cast.people[2]
  const visitor = visitorOf(run, administrator)
  await logIn(run, visitor, administrator)
  const hash = hexOf(infoHash)
  const paths = [
    '/',
    '/account',
    `/torrents?q=${torrentName}`,
    `/torrent/${hash}`,
    `/torrent/${hash}/ban`,
    '/torrents/add',
    '/overview',
    '/audit',
  ]
  for (const path of paths) await visitor.get(path)
  await visitor.post(`/torrent/${hash}/ban`, { reason, public: 'yes' })
  await visitor.post(`/torrent/${hash}/unban`, {})
  await visitor.post('/torrents/add', { hash, name: torrentName })
}

export async function logIn(run: Run, visitor: Visitor, person: Person): Promise<void> {
  await visitor.logIn(person.memberName, person.password)
  keepCookies(run, visitor)
  if (visitor.cookies.size === 0) throw new Error(`${person.memberName} is not logged in`)
}

export function visitorOf({ waggle }: Run, { forwarded6, visitorWord }: Person): Visitor {
  return new Visitor(`http://${formatEndpoint(waggle.siteEndpoint)}`, {
    'x-forwarded-for': forwarded6,
    'user-agent': `${visitorWord} (X11; Linux x86_64) Firefox/140.0`,
  })
}

export function keepCookies(run: Pick<Run, 'marks'>, { cookies }: Visitor): void {
  for (const value of cookies.values()) markSecret(run, 'session', value)
}
