/** A moment: how long ago it was, and the exact time in UTC for whoever points at it. */

import { formatAge, formatMinute, isoText } from '../format/format-time.ts'
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export function moment(texts: Texts, seconds: number, nowSeconds: number): Html {
  const exact = { datetime: isoText(seconds), title: `${formatMinute(seconds)} UTC` }
  return html`<time ${attributes(exact)}>${formatAge(texts.time, nowSeconds - seconds)}</time>`
}
