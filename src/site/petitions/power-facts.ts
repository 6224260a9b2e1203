/** A member's power, with what it is made of. */
import type { Power } from '#index/petitions/power'
import { type Fact, facts } from '../components/facts.ts'
import { formatCount } from '../format/format-count.ts'
import { type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

export function powerFacts({ petitions: { power: words }, locale }: Texts, power: Power): Html {
  const fact = (part: 'total' | 'role' | 'age' | 'petitions' | 'uploads'): Fact => ({
    name: words[part],
    value: formatCount(locale, power[part]),
  })
  const isModerator = power.role === power.total && power.total >= 100
  return html`<h2 id="power">${words.title}</h2>
    <p>${words.lead} ${isModerator && words.moderates}</p>
    ${facts(isModerator ? [fact('total')] : [fact('total'), fact('role'), fact('age'), fact('petitions'), fact('uploads')])}`
}
