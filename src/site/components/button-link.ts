/** A link that looks like a button, because it leads to where something is done. */
import { attributes, type Html, html } from '../html.ts'

export function buttonLink(href: string, label: string, isDestructive = false): Html {
  const look = isDestructive ? 'button destructive' : 'button'
  return html`<a ${attributes({ class: look, href })}>${label}</a> `
}
