/** Mail by a real server: what arrives, what is tried again and what is given up, and what the log is told of it. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailsWaitingMax } from '#base/limits'
import type { MailFailure } from '#index/mail/mailer'
import { SmtpMailer } from '#index/mail/smtp-mailer'
import { ManualWait } from '../storage/manual-wait.ts'
import { EventList } from '../support/event-list.ts'
import { headerOf, MailServer, textOf } from '../support/mail-server.ts'

let server: MailServer
let mailer: SmtpMailer
let failures: EventList<MailFailure>
let settings: { server: string; from: string }
let wait: ManualWait

beforeEach(async () => {
  server = await MailServer.start()
  failures = new EventList()
  wait = new ManualWait()
  settings = { server: server.url, from: 'Tracker <noreply@tracker.example>' }
  mailer = new SmtpMailer({
    settings: () => settings,
    onFailure: (failure) => failures.add(failure),
    wait: wait.wait,
  })
})
afterEach(async () => {
  await mailer.close()
  await server[Symbol.asyncDispose]()
})

const mail = { to: 'alice@example.org', subject: 'Grüße', text: 'First line.\n.\nDone – end.\n' }

describe('a mail', () => {
  test('arrives as it was written', async () => {
    expect(mailer.send(mail)).toBe(true)
    const received = await server.mail(0)
    expect([received.from, received.to]).toEqual(['noreply@tracker.example', ['alice@example.org']])
    expect(textOf(received).replaceAll('\r\n', '\n').trimEnd()).toBe('First line.\n.\nDone – end.')
    const header = headerOf(received)
    expect(header.get('from')).toBe('Tracker <noreply@tracker.example>')
    expect(header.get('to')).toBe('alice@example.org')
    expect(header.get('subject')).toBe('=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=')
    expect(failures.all).toEqual([])
  })

  test('has no more recipients and no other fields than it should, whatever is in it', async () => {
    mailer.send({
      to: 'alice@example.org, bob@example.org\r\nBcc: carol@example.org',
      subject: 'One\r\nBcc: dave@example.org\r\n\r\nbody',
      text: 'text\r\n.\r\nMAIL FROM:<eve@example.org>\r\n',
    })
    mailer.send(mail)
    await server.mail(1)
    const recipients = server.received.flatMap(({ to }) => to)
    expect(recipients).not.toContain('bob@example.org')
    for (const received of server.received) {
      expect(received.to).toHaveLength(1)
      expect([...headerOf(received).keys()]).not.toContain('bcc')
      expect(received.from).toBe('noreply@tracker.example')
    }
  })

  test('that the server refuses for good is given up, and the next one goes', async () => {
    server.refuse = (to) => (to.startsWith('gone') ? `550 5.1.1 <${to}>: nobody` : undefined)
    mailer.send({ ...mail, to: 'gone@example.org' })
    mailer.send(mail)
    expect((await server.mail(0)).to).toEqual(['alice@example.org'])
    expect(failures.all).toEqual([
      { reason: 'EENVELOPE 550', attempts: 1, retryInSeconds: undefined },
    ])
  })

  test('that the server cannot take now is tried again, with longer and longer pauses', async () => {
    server.refuse = (to) => `451 4.7.1 <${to}>: come back later`
    mailer.send(mail)
    for (let attempts = 1; attempts < 5; attempts++) {
      await failures.at(attempts - 1)
      if (attempts === 4) server.refuse = () => undefined
      await wait.pass()
    }
    expect((await server.mail(0)).to).toEqual(['alice@example.org'])
    expect(failures.all.map(({ retryInSeconds }) => retryInSeconds)).toEqual([30, 120, 600, 1800])
  })

  test('is given up after five attempts', async () => {
    server.refuse = () => '451 later'
    mailer.send(mail)
    for (let attempts = 1; attempts < 5; attempts++) await wait.pass()
    expect(await failures.at(4)).toMatchObject({ attempts: 5, retryInSeconds: undefined })
  })

  test('waits for a server that is not there, and goes to the one of a changed configuration', async () => {
    settings.server = `smtp://127.0.0.1:${await unusedPort()}`
    mailer.send(mail)
    expect((await failures.at(0)).reason).toMatch(/^E[A-Z]+$/)
    settings.server = server.url
    await wait.pass()
    expect((await server.mail(0)).to).toEqual(['alice@example.org'])
  })

  test('is never named in what the log is told', async () => {
    server.refuse = (to) => (to.startsWith('a') ? `550 no ${to}` : `451 later ${to}`)
    mailer.send(mail)
    mailer.send({ ...mail, to: 'bob@example.org' })
    await failures.at(1)
    expect(JSON.stringify(failures.all)).not.toMatch(/example\.org|alice|bob/)
  })

  test('is not taken where there is no server', () => {
    settings.server = ''
    expect([mailer.isOn(), mailer.send(mail)]).toEqual([false, false])
    settings = { server: server.url, from: '' }
    expect([mailer.isOn(), mailer.send(mail)]).toEqual([false, false])
  })
})

test('so many wait and no more', async () => {
  server.refuse = () => '451 later'
  const taken = Array.from({ length: mailsWaitingMax + 3 }, () => mailer.send(mail))
  expect(taken.filter(Boolean)).toHaveLength(mailsWaitingMax)
  expect(failures.all.filter(({ reason }) => reason === 'too many mails wait')).toHaveLength(3)
})

test('a stop does not wait for a server that says nothing', async () => {
  const silent = createServer()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const connected = once(silent, 'connection')
  settings.server = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`
  mailer.send(mail)
  const [socket] = (await connected) as [Socket]
  const closed = once(socket.resume(), 'close')
  await mailer.close()
  await closed
  expect(failures.all).toEqual([expect.objectContaining({ retryInSeconds: undefined })])
  expect(mailer.send(mail)).toBe(false)
  silent.close()
})

async function unusedPort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
