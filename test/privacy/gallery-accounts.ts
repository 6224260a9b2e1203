/** How members of a site of galleries come to an account and what is theirs: by mail, by invitation, and by their own pages. */
import { hiddenOf, type Reply, type Visitor } from '../site/support/visitor.ts'
import { type MailServer, textOf } from '../support/mail-server.ts'
import type { GalleryMember } from './gallery-cast.ts'
import type { Marks } from './marks.ts'
import { keepCookies, visitorOf } from './members.ts'
import { markSecret } from './operators.ts'
import type { Run } from './run.ts'

/** Whoever has an account, with the marks that are theirs. */
export type Account = {
  readonly run: Run
  readonly marks: Marks
  readonly member: GalleryMember
  readonly visitor: Visitor
  readonly mail: Mail
}

/** Mails in the order in which they came. */
export class Mail {
  readonly #server: MailServer
  #seen = 0

  constructor(server: MailServer) {
    this.#server = server
  }

  /** The secret of the link in the next mail. */
  async secret(): Promise<string> {
    return secretIn(textOf(await this.#server.mail(this.#seen++)))
  }
}

/** Registers with an address. What is wrong is tried before. */
export async function register(
  run: Run,
  marks: Marks,
  member: GalleryMember,
  mail: Mail,
  invitation = '',
): Promise<Account> {
  const { person, email } = member
  const { memberName: name, password } = person
  const visitor = visitorOf(run, person)
  await visitor.get(invitation === '' ? '/register' : `/register/${invitation}`)
  const form = { name, password, again: password, email, invitation }
  await visitor.post('/register', { ...form, again: person.visitorWord })
  await visitor.post('/register', { ...form, invitation: person.visitorWord })
  moved(await visitor.post('/register', form))
  const account = { run, marks, member, visitor, mail }
  keepSession(account)
  return account
}

export async function confirmEmail(account: Account): Promise<void> {
  const link = secretOf(account, 'link of a member', await account.mail.secret())
  await account.visitor.get(`/confirm-email/${link}`)
  moved(await account.visitor.post('/confirm-email', { link }))
}

/** Asks for a link to the account's address once more, and does not follow it: it waits. */
export async function askToConfirm({ visitor, member, mail }: Account): Promise<void> {
  const { email, person } = member
  moved(await visitor.post('/account/email', { email, password: person.password }))
  await mail.secret()
}

/** A new password that is the one before, by the link of a mail; every session but the one of now is ended. */
export async function forgetPassword(account: Account): Promise<void> {
  const { visitor, member, mail } = account
  const { memberName: name, password } = member.person
  sound(await visitor.post('/forgotten', { who: member.email }))
  const link = secretOf(account, 'link of a member', await mail.secret())
  await visitor.get(`/set-password/${link}`)
  moved(await visitor.post('/set-password', { link, name, password, again: password }))
  keepSession(account)
}

/** In every run, because sessions of the run before may be ended. */
export async function logInAgain(account: Account): Promise<Account> {
  const { run, member } = account
  const visitor = visitorOf(run, member.person)
  moved(await visitor.logIn(member.person.memberName, member.person.password))
  const again = { ...account, visitor }
  keepSession(again)
  return again
}

export async function invite(account: Account): Promise<string> {
  const { html } = sound(await account.visitor.post('/account/invitations', {}))
  return secretOf(account, 'invitation', secretIn(html.replaceAll('<wbr>', '')))
}

/** A token of the API with all that a member may have. */
export async function makeToken(account: Account): Promise<string> {
  const { visitor, member } = account
  const scopes = ['torrents:read', 'torrents:upload', 'galleries:read']
  const fields = Object.fromEntries(scopes.map((scope) => [`scope-${scope}`, 'yes']))
  const made = await visitor.post('/account/tokens', { label: member.tokenLabel, ...fields })
  return secretOf(account, 'token', codeIn(sound(made)))
}

/** The token of the member's feeds, which takes the place of one before. */
export async function makeFeedToken(account: Account): Promise<string> {
  const { visitor, marks } = account
  const before = codeIn(sound(await visitor.get('/account/feed')))
  secretOf(account, 'feed token that was replaced', before)
  moved(await visitor.post('/account/feed', {}))
  const token = codeIn(sound(await visitor.get('/account/feed')))
  markSecret({ marks }, 'feed token', token)
  await visitor.get(`/feeds/${before}/torrents.rss`)
  return token
}

export async function resetKey({ visitor }: Account): Promise<void> {
  const mark = hiddenOf(sound(await visitor.get('/account/key')), 'mark')
  sound(await visitor.post('/account/key', { mark }))
}

/** Pages on which a member sees what is kept of them. */
export async function readOwnPages({ visitor }: Account): Promise<void> {
  for (const path of ['', '/email', '/data', '/export.json', '/torrents.zip', '/tokens'])
    sound(await visitor.get(`/account${path}`))
  for (const path of ['/home', '/home/counted', '/upload', '/torrents?show=mine'])
    sound(await visitor.get(path))
}

export async function deleteAccount({ visitor, member }: Account): Promise<void> {
  const { password, visitorWord } = member.person
  await visitor.post('/account/delete', { password: visitorWord })
  sound(await visitor.post('/account/delete', { password }))
  await visitor.logIn(member.person.memberName, password)
  await visitor.post('/forgotten', { who: member.email })
}

export function secretOf({ marks }: Pick<Account, 'marks'>, what: string, secret: string): string {
  markSecret({ marks }, what, secret)
  return secret
}

function keepSession({ visitor, marks }: Account): void {
  keepCookies({ marks }, visitor)
}

/** 43 characters at the end of an address. */
function secretIn(text: string): string {
  const [, secret] = /\/([\w-]{43})(?![\w-])/.exec(text) ?? []
  if (secret === undefined) throw new Error(`there is no link in ${text}`)
  return secret
}

function codeIn({ html }: Reply): string {
  const [, text] = /<code>(.*?)<\/code>/.exec(html) ?? []
  if (text === undefined) throw new Error('nothing to copy is on the page')
  return text.replaceAll('<wbr>', '')
}

/** The page that was asked for. */
export function sound(reply: Reply): Reply {
  if (reply.status !== 200) throw new Error(`the site answers ${reply.status}: ${reply.text}`)
  return reply
}

/** Leads on, as a form does that was right. */
export function moved(reply: Reply): Reply {
  if (reply.status !== 303) throw new Error(`the site answers ${reply.status}: ${reply.text}`)
  return reply
}
