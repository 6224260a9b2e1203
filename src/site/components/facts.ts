/** Facts about one thing, each with its name before it. */
import { type Content, type Html, html } from '../html.ts'

export type Fact = {
  readonly name: string
  /** Left out with its name where there is nothing to say. */
  readonly value: Content
}

export function facts(all: readonly Fact[]): Html {
  const told = all.filter(({ value }) => value !== undefined && value !== false)
  return html`<dl class="facts">
    ${told.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}
  </dl>`
}
