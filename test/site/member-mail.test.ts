/** Addresses and forgotten passwords over real HTTP and a real mail server. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { headerOf, MailServer, type ReceivedMail, textOf } from '../support/mail-server.ts'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { password } from './support/site-base.ts'
import { hiddenOf, Visitor } from './support/visitor.ts'

let site: AccountSite
let mail: MailServer
let network = 0
let seen = 0

const siteUrl = 'http://tracker.example'

beforeAll(async () => {
  mail = await MailServer.start()
  site = await openAccountSite({ isOpen: true })
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})
beforeEach(() => {
  network++
  seen = mail.received.length
  site.settings.url = siteUrl
  site.settings.mail = { server: mail.url, from: 'Tracker <noreply@tracker.example>' }
  mail.refuse = () => undefined
})

function newVisitor(): Visitor {
  return new Visitor(site.url, { 'x-forwarded-for': `192.0.2.${network}` })
}

/** The next mail that has not been looked at. */
async function nextMail(): Promise<ReceivedMail> {
  return await mail.mail(seen++)
}

/** The path of the link in a mail. */
function linkIn(received: ReceivedMail): string {
  const [, path = ''] = new RegExp(`${siteUrl}(/\\S+)`).exec(textOf(received)) ?? []
  return path
}

let number = 0
async function member(email = ''): Promise<{ name: string; visitor: Visitor }> {
  const name = `member-${++number}`
  const visitor = newVisitor()
  const reply = await visitor.post('/register', { name, password, again: password, email })
  expect(reply.status).toBe(303)
  return { name, visitor }
}

/** The secret in the link of the next mail. */
async function nextSecret(): Promise<string> {
  const link = linkIn(await nextMail())
  return link.slice(link.lastIndexOf('/') + 1)
}

/** A member with an address that they have confirmed. */
async function confirmed(email: string): Promise<{ name: string; visitor: Visitor }> {
  const made = await member(email)
  const secret = await nextSecret()
  expect((await made.visitor.post('/confirm-email', { link: secret })).status).toBe(303)
  return made
}

const ask = (who: string, visitor = newVisitor()) => visitor.post('/forgotten', { who })

describe('an address', () => {
  test('that was given with the account counts when its owner follows the link', async () => {
    const { name, visitor } = await member('first@example.org')
    const received = await nextMail()
    expect(received.to).toEqual(['first@example.org'])
    expect(textOf(received)).toContain(`the account ${name} at tracker.example`)
    expect((await visitor.get('/account/email')).text).toContain(
      'A link to confirm first@example.org was sent.',
    )
    const link = linkIn(received)
    const shown = await newVisitor().get(link)
    expect([shown.status, shown.text]).toEqual([
      200,
      expect.stringContaining(`first@example.org becomes the address of ${name}.`),
    ])
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer, strict-origin')
    // To look at it changes nothing: programs that read mail do that.
    expect((await visitor.get('/account/email')).text).toContain('You have none.')
    const done = await newVisitor().post('/confirm-email', { link: hiddenOf(shown, 'link') })
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('is confirmed')])
    expect((await visitor.get('/account/email')).text).toContain('Your address: first@example.org')
    for (const reply of [
      await newVisitor().get(link),
      await newVisitor().post('/confirm-email', { link: hiddenOf(shown, 'link') }),
    ])
      expect([reply.status, reply.text]).toEqual([404, expect.stringContaining('used already')])
  })

  test('is changed with the password, and the one before is told', async () => {
    const { visitor } = await confirmed('before@example.org')
    const change = (email: string, given = password) =>
      visitor.post('/account/email', { email, password: given })
    const wrong = await change('after@example.org', 'not this one')
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('not your password')])
    expect(wrong.html).toContain('value="after@example.org"')
    const reply = await change('after@example.org')
    expect((await visitor.get(reply.location)).text).toContain('Done: A link was sent')
    const link = linkIn(await nextMail())
    await visitor.post('/confirm-email', { link: link.slice(link.lastIndexOf('/') + 1) })
    const notice = await nextMail()
    expect(notice.to).toEqual(['before@example.org'])
    expect(textOf(notice)).toContain('This is no longer the address')
    const removed = await change('')
    expect((await visitor.get(removed.location)).text).toContain('Done: The address is removed.')
    expect((await nextMail()).to).toEqual(['after@example.org'])
    expect((await visitor.get('/account/email')).text).toContain('You have none.')
  })

  test('that somebody gave who knew the password is forgotten with the password', async () => {
    const { name, visitor } = await confirmed('owner@example.org')
    const mallory = newVisitor()
    await mallory.logIn(name, password)
    await mallory.post('/account/email', { email: 'mallory@example.org', password })
    const secret = await nextSecret()
    const [words, kept] = ['words of the owner', 'A new password leaves these as they are.']
    expect((await visitor.get('/account')).text).toContain(kept)
    const change = { current: password, password: words, again: words }
    expect((await visitor.post('/account/password', change)).status).toBe(303)
    const link = await newVisitor().get(`/confirm-email/${secret}`)
    const used = await newVisitor().post('/confirm-email', { link: secret })
    expect([link.status, used.status]).toEqual([404, 404])
    await ask(name)
    expect((await nextMail()).to).toEqual(['owner@example.org'])
  })

  test.for([
    'a@example.org\r\nBcc: victim@example.org',
    'a@example.org, victim@example.org',
    '"a" <a@example.org>',
    'victim',
  ])('%j is none, and nothing is sent', async (email) => {
    const { visitor } = await member()
    const reply = await visitor.post('/account/email', { email, password })
    expect([reply.status, reply.text]).toEqual([
      422,
      expect.stringContaining('This is no address.'),
    ])
    // The next mail is of somebody else.
    await member('control@example.org')
    const received = await nextMail()
    expect(received.to).toEqual(['control@example.org'])
    expect([...headerOf(received).keys()]).not.toContain('bcc')
  })

  test('is asked for five times a day, and no more', async () => {
    const { visitor } = await member()
    const change = (index: number) =>
      visitor.post('/account/email', { email: `a${index}@example.org`, password })
    for (let index = 0; index < 5; index++) {
      expect((await change(index)).status).toBe(303)
      await nextMail()
    }
    const reply = await change(5)
    expect([reply.status, reply.text]).toEqual([
      429,
      expect.stringContaining('Try again tomorrow.'),
    ])
  })

  test('of somebody is confirmed for nobody else', async () => {
    const { name } = await member('victim@example.org')
    const received = await nextMail()
    const { visitor: mallory } = await member()
    const link = linkIn(received)
    const reply = await mallory.post('/confirm-email', {
      link: link.slice(link.lastIndexOf('/') + 1),
    })
    expect(reply.text).toContain('is confirmed')
    expect((await mallory.get('/account/email')).text).toContain('You have none.')
    const victim = await site.members.findByName(name)
    expect(await site.members.emailOf(victim.id)).toMatchObject({ confirmed: 'victim@example.org' })
  })
})

describe('a forgotten password', () => {
  test('is replaced by the link in a mail, by name or by address', async () => {
    const { name } = await confirmed('Forgetful@example.org')
    for (const who of [name.toUpperCase(), 'forgetful@EXAMPLE.org']) {
      expect((await ask(who)).text).toContain('Look into your mail')
      const received = await nextMail()
      expect(received.to).toEqual(['Forgetful@example.org'])
      const link = linkIn(received)
      expect(link).toMatch(/^\/set-password\/[\w-]{43}$/)
      const secret = link.slice(link.lastIndexOf('/') + 1)
      const words = `new words for ${who}`
      const visitor = newVisitor()
      expect((await visitor.get(link)).text).toContain(`This is for the account ${name}.`)
      const set = { link: secret, password: words, again: words }
      expect((await visitor.post('/set-password', set)).status).toBe(303)
      expect((await newVisitor().post('/set-password', set)).status).toBe(404)
      network++
      expect((await newVisitor().logIn(name, words)).status).toBe(303)
    }
  })

  test('link is over when the address that it was sent to is no longer the member’s', async () => {
    const { name, visitor } = await confirmed('lost@example.org')
    for (const email of ['found@example.org', '']) {
      await ask(name)
      const secret = await nextSecret()
      await visitor.post('/account/email', { email, password })
      if (email !== '') await visitor.post('/confirm-email', { link: await nextSecret() })
      await nextMail()
      const set = { link: secret, password: 'of whoever reads it', again: 'of whoever reads it' }
      expect((await newVisitor().post('/set-password', set)).status).toBe(404)
    }
    expect((await newVisitor().logIn(name, password)).status).toBe(303)
  })

  test('link works for an hour', async () => {
    const { name } = await confirmed('hour@example.org')
    await ask(name)
    const link = linkIn(await nextMail())
    site.clock.now += 3599
    expect((await newVisitor().get(link)).status).toBe(200)
    site.clock.now += 1
    expect((await newVisitor().get(link)).status).toBe(404)
  })

  test('says the same whoever is asked for, and sends nothing but to confirmed addresses', async () => {
    const { name: waiting } = await member('waiting@example.org')
    await nextMail()
    const { name: without } = await member()
    const { name: banned } = await confirmed('banned@example.org')
    await site.members.ban(banned, { reason: 'x', isPublic: true, until: undefined }, 'operator')
    const { name: known } = await confirmed('known@example.org')
    const pages: string[] = []
    for (const who of [
      'nobody@example.org',
      'nobody',
      waiting,
      'waiting@example.org',
      without,
      banned,
      '',
      'x'.repeat(5000),
      known,
    ]) {
      const { status, html } = await ask(who)
      expect(status).toBe(200)
      pages.push(html)
    }
    expect(new Set(pages).size).toBe(1)
    // They are looked up in turn, so the only mail is that of the last one.
    expect((await nextMail()).to).toEqual(['known@example.org'])
    expect(mail.received).toHaveLength(seen)
  })

  test('is asked for ten times a day from one network', async () => {
    for (let asked = 0; asked < 10; asked++) expect((await ask('nobody')).status).toBe(200)
    const reply = await ask('nobody')
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '86400'])
  })

  test('sends five mails a day to one member, whoever asks', async () => {
    const { name } = await confirmed('often@example.org')
    const { name: next } = await confirmed('after@example.org')
    for (let asked = 0; asked < 8; asked++) {
      network++
      await ask(name)
    }
    await ask(next)
    const recipients: string[] = []
    while (recipients.at(-1) !== 'after@example.org') recipients.push(...(await nextMail()).to)
    expect(recipients.filter((to) => to === 'often@example.org')).toHaveLength(5)
  })

  test('of several accounts with one address gets a link for each', async () => {
    const { name: one } = await confirmed('shared@example.org')
    const { name: other } = await confirmed('shared@example.org')
    await ask('shared@example.org')
    const text = textOf(await nextMail())
    expect(text.match(/\/set-password\//g)).toHaveLength(2)
    expect(text).toContain(`${one}: ${siteUrl}/set-password/`)
    expect(text).toContain(`${other}: ${siteUrl}/set-password/`)
  })

  test('leads to the site’s own address, whatever host a request names', async () => {
    const { name } = await confirmed('host@example.org')
    const reply = await new Visitor(site.url, {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'evil.example',
    }).post('/forgotten', { who: name })
    expect(reply.status).toBe(200)
    expect(textOf(await nextMail())).not.toContain('evil.example')
  })

  test('cannot be asked for by a page of another site', async () => {
    const reply = await newVisitor().post(
      '/forgotten',
      { who: 'x' },
      { origin: 'https://evil.example' },
    )
    expect(reply.status).toBe(403)
  })

  test.for(['a server', 'an address'] as const)(
    'without %s is the operator’s to replace',
    async (what) => {
      if (what === 'a server') site.settings.mail = { ...site.settings.mail, server: '' }
      else site.settings.url = ''
      expect((await newVisitor().get('/login')).html).not.toContain('/forgotten')
      for (const reply of [await newVisitor().get('/forgotten'), await ask('anybody')])
        expect([reply.status, reply.text]).toEqual([
          200,
          expect.stringContaining('This site sends no mail.'),
        ])
    },
  )
})

test('what could not be sent is in the log, and nothing of whom it was for', async () => {
  const before = site.logged.length
  mail.refuse = (to) => `550 <${to}> is unknown here`
  await member('unknown@example.org')
  mail.refuse = (to) => (to.startsWith('unknown') ? `550 <${to}> is unknown here` : undefined)
  await member('control@example.org')
  expect((await nextMail()).to).toEqual(['control@example.org'])
  const logged = site.logged.slice(before).join()
  expect(logged).toContain('EENVELOPE 550')
  expect(logged).not.toMatch(/example\.org|member-/)
})
