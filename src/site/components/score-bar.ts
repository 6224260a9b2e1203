/** How far something is from its goal: the numbers in words, and a bar for whoever sees it. */
import { type Html, html } from '../html.ts'

export type ScoreBar = {
  /** Such as "Score 64 of 100". */
  readonly words: string
  /** May be below 0 and beyond `goal`. */
  readonly value: number
  readonly goal: number
}

export function scoreBar({ words, value, goal }: ScoreBar): Html {
  const shown = Math.min(goal, Math.max(0, value))
  return html`<p>${words}<br><meter min="0" max="${goal}" value="${shown}" aria-hidden="true"></meter></p>`
}
