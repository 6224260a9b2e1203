import { openAccountSite, password } from './support/account-site.ts'
import { desktop, openBrowser, phone } from './support/browser.ts'
const site = await openAccountSite()
const browser = await openBrowser()
const { secret = '' } = (await site.members.offerAdministration()) ?? {}
await site.addMember('さくら-1')
const { link } = await site.members.add('Waldo', 'uploader', 'operator')
for (const [ua] of [['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18 Safari/605'], ['curl/8'], ['Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari Edg/140']])
  await site.members.logIn({ name: 'さくら-1', password, network: '1', replaced: undefined, client: (await import('#index/members/client')).clientOf(ua) })
site.clock.now += 3 * 86400
for (const [size, viewport] of [['1280', desktop], ['390', phone]] as const)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport, colorScheme, ...(size === '390' ? { hasTouch: true, isMobile: true } : {}) })
    const page = await context.newPage()
    const shot = (name: string) => page.screenshot({ path: `/tmp/scratch/members/shots/${name}-${size}-${colorScheme}.png`, fullPage: true })
    await page.goto(`${site.url}/set-password/${secret}`); await shot('first')
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('New password').fill(password); await page.getByLabel('The same again').fill(password)
    await page.getByRole('button', { name: 'Make the account' }).click(); await page.getByText('This name is reserved').waitFor(); await shot('first-refused')
    await page.goto(`${site.url}/set-password/${link.secret}`); await shot('link')
    await page.goto(`${site.url}/set-password/x`); await shot('gone')
    await page.goto(`${site.url}/login`)
    await page.getByLabel('Name').fill('さくら-1'); await page.getByLabel('Password').fill('x')
    await page.getByRole('button', { name: 'Log in' }).click(); await page.getByRole('alert').waitFor(); await shot('login')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click(); await page.waitForURL('**/account')
    await page.goto(`${site.url}/account?done=password`); await shot('account')
    await page.goto(`${site.url}/account/key`); await shot('key')
    await context.close()
  }
await browser.close()
await site[Symbol.asyncDispose]()
