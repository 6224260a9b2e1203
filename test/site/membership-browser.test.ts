/** Membership in a real browser without scripts: the whole way from an invitation to the end of the account. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MailServer, textOf } from '../support/mail-server.ts'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { audit, screens } from './support/audit.ts'
import { openBrowser } from './support/browser.ts'
import { password } from './support/site-base.ts'
import { fillIn, follow, pathOf } from './support/use-form.ts'

const hookTimeoutMs = 30_000

let site: AccountSite
let mail: MailServer
let browser: Browser
beforeAll(async () => {
  mail = await MailServer.start()
  site = await openAccountSite({ isOpen: true })
  site.settings.url = site.url
  site.settings.mail = { server: mail.url, from: 'noreply@tracker.example' }
  site.settings.rules = { ...site.settings.rules, invitationsMax: 50, isLimited: false }
  await site.addMember('Alice', 'moderator')
  browser = await openBrowser()
}, hookTimeoutMs)
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
}, hookTimeoutMs)

async function logIn(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/login`)
  await fillIn(page, { Name: name, Password: password })
  await press(page, 'Log in')
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name, exact: true }).first().click()
}

function linkIn(text: string): string {
  return /https?:\S+/.exec(text)?.[0] ?? ''
}

test('without scripts: invited, mail confirmed, password forgotten, key reset, token made, account deleted', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await logIn(page, 'alice')
  await follow(page, 'Invitations')
  await press(page, 'Make an invitation')
  const address = (await page.locator('main code').first().textContent()) ?? ''
  await page.goto(`${site.url}/account`)
  await press(page, 'Log out')

  await page.goto(address)
  await page.getByText('Alice has invited you.').waitFor()
  const words = { 'New password': password, 'The same again': password }
  await fillIn(page, { Name: 'Friend', ...words, 'E-mail': 'friend@example.org' })
  await press(page, 'Make the account')
  await page.getByText('You are logged in as Friend').waitFor()
  await page.goto(linkIn(textOf(await mail.mail(0))))
  await press(page, 'Confirm it')
  await page.getByText('The address is confirmed.').waitFor()

  await page.goto(`${site.url}/account`)
  await press(page, 'Log out')
  await follow(page, 'Forgotten the password?')
  await fillIn(page, { 'Name or e-mail': 'friend@example.org' })
  await press(page, 'Send the link')
  await page.getByText('Look into your mail').first().waitFor()
  await page.goto(linkIn(textOf(await mail.mail(1))))
  await fillIn(page, words)
  await press(page, 'Set the password')
  await page.getByText('The password is set').waitFor()

  await follow(page, 'Torrent key')
  await press(page, 'Make a new key')
  await page.getByText('The key is a new one.').waitFor()
  expect(await page.locator('main code').allTextContents()).toEqual([
    expect.stringMatching(/^\/2x\w{16}\/$/),
    expect.stringMatching(/^\/2x\w{16}\/$/),
  ])
  await follow(page, 'API tokens')
  await fillIn(page, { 'What it is for': 'my script' })
  await page.getByLabel('read what is registered').check()
  await press(page, 'Make a token')
  const token = (await page.locator('main code').first().textContent()) ?? ''
  expect(await site.tokens.authenticate(token)).toMatchObject({ label: 'my script' })

  await follow(page, 'Your data')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download it as JSON' }).click()
  expect((await download).suggestedFilename()).toBe('account.json')
  await follow(page, 'Delete the account…')
  await fillIn(page, { 'Your password': 'not this one' })
  await press(page, 'Delete it for good')
  await page.getByText('This is not your password.').waitFor()
  await fillIn(page, { 'Your password': password })
  await press(page, 'Delete it for good')
  await page.getByText('The account is deleted').first().waitFor()
  await page.goto(`${site.url}/account`)
  expect(pathOf(page)).toBe('/login?next=%2Faccount')
  expect(await site.tokens.authenticate(token)).toBeUndefined()
  await context.close()
})

describe.for(screens)('on %s', ([, options]) => {
  test('every page of members can be used by everybody', async () => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const faults: string[] = []
    const look = async (): Promise<void> => {
      const found = await audit(page)
      faults.push(...found.map((fault) => `${pathOf(page)}: ${fault}`))
    }
    const { secret } = await site.members.invite(await site.members.findByName('alice'))
    for (const path of [
      '/register',
      `/register/${secret}`,
      '/register/x',
      '/forgotten',
      '/confirm-email/x',
    ]) {
      await page.goto(site.url + path)
      await look()
    }
    await page.goto(`${site.url}/register`)
    await fillIn(page, { Name: 'alice', 'E-mail': 'x@example.org' })
    await fillIn(page, { 'New password': password, 'The same again': password })
    await press(page, 'Make the account')
    await page.getByText('Somebody has this name').waitFor()
    await look()
    await logIn(page, 'alice')
    for (const path of ['email', 'key', 'feed', 'tokens', 'invitations', 'data', 'delete']) {
      await page.goto(`${site.url}/account/${path}`)
      await look()
    }
    await page.goto(`${site.url}/account/invitations`)
    await press(page, 'End it')
    await look()
    await press(page, 'Make an invitation')
    await look()
    await page.goto(`${site.url}/account/tokens`)
    await fillIn(page, { 'What it is for': 'nothing' })
    await press(page, 'Make a token')
    await look()
    await page.getByLabel('read what is registered').check()
    await press(page, 'Make a token')
    await look()
    await page.goto(`${site.url}/members`)
    await look()
    expect(faults).toEqual([])
    await context.close()
  })
})
