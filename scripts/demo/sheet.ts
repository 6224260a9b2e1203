/** All pictures on one sheet, beside each other and labelled, to be looked through at one sitting. */
import type { Browser } from 'playwright-core'
import type { Picture } from './pictures.ts'

/** How large pictures are on the sheet. */
const scale = 0.5
const pagesInRow = 2

/** A PNG. */
export async function makeSheet(browser: Browser, pictures: readonly Picture[]): Promise<Buffer> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.setContent(sheetPage(pictures))
  const [width, height] = await page.evaluate<[number, number]>(
    '[document.body.scrollWidth, document.body.scrollHeight]',
  )
  await page.setViewportSize({ width, height })
  const png = await page.screenshot()
  await context.close()
  return png
}

/** Nothing on it but our own labels, so there is nothing to escape. */
function sheetPage(pictures: readonly Picture[]): string {
  const blocks = [...Map.groupBy(pictures, ({ page }) => page)].map(
    ([name, own]) => `<section><h2>${name}</h2><div>${own.map(figure).join('')}</div></section>`,
  )
  return `<!doctype html><style>${style}</style><main>${blocks.join('')}</main>`
}

function figure({ screen: { colorScheme, width }, png }: Picture): string {
  const source = `data:image/png;base64,${png.toString('base64')}`
  const image = `<img src="${source}" width="${width * scale}">`
  return `<figure><figcaption>${colorScheme}, ${width} px</figcaption>${image}</figure>`
}

const style = `
  body { background: #777; color: #fff; font: 14px sans-serif; margin: 0; width: max-content; }
  main { display: grid; gap: 24px 40px; grid-template-columns: repeat(${pagesInRow}, max-content); padding: 16px; }
  h2 { font-size: 20px; margin: 0 0 4px; }
  div { align-items: start; display: flex; gap: 8px; }
  figure { margin: 0; }
  img { display: block; }
`
