/** Accounts in a real browser: whole journeys without scripts, and every page for everybody. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccountSite, openAccountSite } from './support/account-site.ts'
import { audit, screens } from './support/audit.ts'
import { openBrowser } from './support/browser.ts'
import { password } from './support/site-base.ts'

const hookTimeoutMs = 30_000

let site: AccountSite
let browser: Browser
beforeAll(async () => {
  site = await openAccountSite()
  // As somebody else's machine: without TLS, and no loopback to the browser.
  browser = await openBrowser(['--host-resolver-rules=MAP tracker.example 127.0.0.1'])
}, hookTimeoutMs)
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
}, hookTimeoutMs)

function elsewhere(path: string): string {
  return `http://tracker.example:${new URL(site.url).port}${path}`
}

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click()
}

function pathOf(page: Page): string {
  const { pathname, search } = new URL(page.url())
  return pathname + search
}

test('without scripts and TLS: from the first link to the account, out, in again, a new password', async () => {
  const { secret = '' } = (await site.members.offerAdministration()) ?? {}
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const before = site.referrers.length
  await page.goto(elsewhere(`/set-password/${secret}`))
  await fill(page, { Name: 'Boss', 'New password': password, 'The same again': 'something else' })
  await press(page, 'Make the account')
  await page.getByText('This is not the same as above.').waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('Boss')
  await fill(page, { 'New password': password, 'The same again': password })
  await press(page, 'Make the account')
  await page.getByText('You are logged in as Boss (administrator).').waitFor()
  // The style sheet, the form and the page after it told where they came from, and nothing of the link.
  const told = site.referrers.slice(before)
  expect(told.length).toBeGreaterThan(0)
  expect(told.join(' ')).not.toContain(secret)

  await press(page, 'Log out')
  expect(pathOf(page)).toBe('/login')
  await page.goto(elsewhere('/account'))
  expect(pathOf(page)).toBe('/login?next=%2Faccount')
  await fill(page, { Name: 'boss', Password: 'not this one' })
  await press(page, 'Log in')
  await page.getByRole('alert').getByText('Name or password is wrong.').waitFor()
  await fill(page, { Password: password })
  await press(page, 'Log in')
  expect(pathOf(page)).toBe('/account')

  const words = { 'New password': 'another few words', 'The same again': 'another few words' }
  await fill(page, { 'Current password': password, ...words })
  await press(page, 'Change the password')
  await page.getByRole('status').getByText('The password is set').waitFor()
  await context.close()
})

test('the cookie of a login is not for scripts', async () => {
  await site.addMember('carol')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${site.url}/login`)
  await fill(page, { Name: 'carol', Password: password })
  await press(page, 'Log in')
  await page.waitForURL('**/account')
  expect(await page.evaluate('document.cookie')).toBe('')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1' })
  await context.close()
})

describe.for(screens)('on %s', ([, options]) => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    context = await browser.newContext(options)
    page = await context.newPage()
  })
  afterAll(() => context.close())

  const expectGood = async (): Promise<void> => {
    expect(await audit(page)).toEqual([])
  }

  test('every page of accounts can be used by everybody', async () => {
    const name = `${options.colorScheme}-${options.viewport.width}`
    await page.goto(`${site.url}/set-password/x`)
    await expectGood()
    const { link } = await site.members.add(name, 'member', 'operator')
    await page.goto(`${site.url}/set-password/${link.secret}`)
    await expectGood()
    await fill(page, { 'New password': 'password1', 'The same again': 'password1' })
    await press(page, 'Set the password')
    await page.getByText('This is among the first').waitFor()
    await expectGood()
    await fill(page, { 'New password': password, 'The same again': password })
    await press(page, 'Set the password')
    await page.waitForURL('**/account?done=password')
    const request = { name, password, network: '192.0.2.1', replaced: undefined }
    await site.members.logIn({ ...request, client: { browser: undefined, system: undefined } })
    await page.goto(`${site.url}/account`)
    await expectGood()
    await page.getByRole('link', { name: 'Make a new key' }).click()
    await page.waitForURL('**/account/key')
    await expectGood()
    await page.goto(`${site.url}/account`)
    await press(page, 'Log out')
    await page.waitForURL('**/login')
    await expectGood()
    await fill(page, { Name: name, Password: 'not this one' })
    await press(page, 'Log in')
    await page.getByRole('alert').waitFor()
    await expectGood()
  })
})
