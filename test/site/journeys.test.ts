/** What visitors do on the pages, with scripts and without, with a mouse and with keys alone. */
import { describe, expect, test } from 'vitest'
import { openBrowser, visit } from './support/browser.ts'
import { useSpecimen } from './support/use-specimen.ts'

const specimen = useSpecimen()

const address = 'udp://tracker.example:6969/announce'

describe('the announce address', () => {
  test('is copied by its button, which says so', async () => {
    await using visited = await specimen.open('/', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const { page } = visited
    const button = page.getByRole('button', { name: `Copy ${address}` })
    await button.click()
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' })
    expect(await button.textContent()).toBe('Copied')
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address)
    await page.getByRole('button', { name: 'Copy the list' }).click()
    const list = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(list.split('\n\n')).toHaveLength(5)
    expect(list.split('\n\n')[0]).toBe(address)
  })

  test('is copied on a site without TLS, too', async () => {
    const { port } = new URL(specimen.url())
    const browser = await openBrowser(['--host-resolver-rules=MAP tracker.example 127.0.0.1'])
    try {
      await using visited = await visit(browser, `http://tracker.example:${port}/kit`)
      const { page } = visited
      expect(await page.evaluate('isSecureContext')).toBe(false)
      await page.getByRole('button', { name: /^Copy/ }).click()
      const field = page.getByLabel('Title')
      await field.fill('')
      await field.press('Control+V')
      expect(await field.inputValue()).toBe('http://tracker.example/7/announce')
    } finally {
      await browser.close()
    }
  })

  test('is there without scripts, where one click selects it and no button does nothing', async () => {
    await using visited = await specimen.open('/', { javaScriptEnabled: false })
    const { page } = visited
    expect(await page.getByRole('button').count()).toBe(0)
    await page.getByText(address).first().click()
    // Without scripts of its own the page cannot tell, so the browser is asked from outside.
    const session = await page.context().newCDPSession(page)
    const { result } = await session.send('Runtime.evaluate', {
      expression: 'String(getSelection())',
    })
    expect(result.value).toBe(address)
  })
})

describe('without scripts', () => {
  test('the numbers of the chart unfold', async () => {
    await using visited = await specimen.open('/', { javaScriptEnabled: false })
    const { page } = visited
    expect(await page.getByRole('table').isVisible()).toBe(false)
    await page.getByText('The numbers as a table').click()
    expect(await page.getByRole('table').isVisible()).toBe(true)
    expect(await page.getByRole('row').count()).toBeGreaterThan(24)
  })

  test('the contact is told when it is asked for', async () => {
    await using visited = await specimen.open('/contact', { javaScriptEnabled: false })
    const { page } = visited
    expect(await page.content()).not.toContain('@')
    await page.getByRole('button', { name: 'Show the address' }).click()
    expect(
      await page.getByRole('link', { name: 'abuse@tracker.example' }).getAttribute('href'),
    ).toBe('mailto:abuse@tracker.example')
  })

  test('a link that would open a window leads to its page', async () => {
    await using visited = await specimen.open('/kit/list', { javaScriptEnabled: false })
    const { page } = visited
    await page.getByRole('link', { name: 'Hortus Eystettensis' }).first().click()
    expect(new URL(page.url()).pathname).toBe('/kit/window')
  })
})

describe('with keys alone', () => {
  test('the first thing is a way past the header', async () => {
    await using visited = await specimen.open('/')
    const { page } = visited
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    const box = await page.getByRole('link', { name: 'Skip to the content' }).boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true)
  })

  test('whatever has the focus shows it', async () => {
    await using visited = await specimen.open('/kit')
    const { page } = visited
    const seen = new Set<string>()
    for (let count = 0; count < 40; count++) {
      await page.keyboard.press('Tab')
      const [name = '', outline = ''] = await page.evaluate<string[]>(`(() => {
        const it = document.activeElement
        const { outlineWidth, outlineStyle } = getComputedStyle(it)
        return [it.tagName, outlineWidth + ' ' + outlineStyle]
      })()`)
      if (name !== 'BODY') expect(outline, name).toBe('2px solid')
      seen.add(name)
    }
    for (const name of ['A', 'BUTTON', 'INPUT', 'TEXTAREA', 'SELECT', 'SUMMARY'])
      expect(seen).toContain(name)
  })

  test('"/" goes to the search field, where it is a letter again', async () => {
    await using visited = await specimen.open('/kit/list')
    const { page } = visited
    await page.keyboard.press('/')
    await page.keyboard.type('a/b')
    expect(await page.getByRole('searchbox').inputValue()).toBe('a/b')
  })

  test('j and k go through the rows, and Enter opens one', async () => {
    await using visited = await specimen.open('/kit/list')
    const { page } = visited
    const current = (): Promise<unknown> => page.evaluate('document.activeElement.textContent')
    await page.keyboard.press('j')
    expect(await current()).toBe('Flora of the Lower Danube, plates 1–120, coloured')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await current()).toBe('Atlas général des côtes de Bretagne (1776)')
    await page.keyboard.press('k')
    expect(await current()).toBe('東海道五十三次 全五十五図 高解像度')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Two torrents' }).waitFor()
  })
})

describe('a window', () => {
  test('shows the page of a link above the list, and gives the focus back', async () => {
    await using visited = await specimen.open('/kit/list')
    const { page, complaints } = visited
    const link = page.getByRole('link', { name: 'Hortus Eystettensis' }).first()
    await link.click()
    const window = page.getByRole('dialog', { name: 'Two torrents' })
    await window.getByText('Posted 2026-04-26 05:14').waitFor()
    expect(new URL(page.url()).pathname).toBe('/kit/list')
    expect(await window.getByRole('button', { name: /^Copy/ }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await window.isVisible()).toBe(false)
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Hortus Eystettensis')
    expect(complaints).toEqual([])
  })

  test('closes by its button, and by a click beside it', async () => {
    await using visited = await specimen.open('/kit/list')
    const { page } = visited
    const window = page.getByRole('dialog')
    for (const close of [
      () => window.getByRole('button', { name: 'Close window' }).click(),
      () => page.mouse.click(20, 500),
    ]) {
      await page.getByRole('link', { name: 'Hortus Eystettensis' }).first().click()
      await window.waitFor()
      await close()
      await window.waitFor({ state: 'hidden' })
    }
  })

  test('that does not come is the page itself', async () => {
    await using visited = await specimen.open('/kit/list')
    const { page } = visited
    await page.evaluate('document.querySelector("a[data-dialog]").href = "/nothing"')
    await page.locator('a[data-dialog]').first().click()
    await page.waitForURL('**/nothing')
  })
})
