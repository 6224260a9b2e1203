/** Announce addresses to copy, each with what was found out when it was last asked: a dot and a word. */

import type { EndpointState, FamilyState } from '#telemetry/endpoint-state'
import { copyField } from '../components/copy-field.ts'
import { moment } from '../components/moment.ts'
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

/** An endpoint, and who keeps it where it is not the operator. */
export type ListedEndpoint = EndpointState & { readonly credit?: string }

export function endpointList(
  texts: Texts,
  endpoints: readonly ListedEndpoint[],
  nowSeconds: number,
): Html {
  return html`<ul class="endpoints">
    ${endpoints.map(
      (endpoint) => html`<li>
        ${copyField(texts, { text: endpoint.url, isLarge: true })}
        ${stateLine(texts, endpoint, nowSeconds)}
      </li>`,
    )}
  </ul>`
}

function stateLine(
  texts: Texts,
  { url, families, credit }: ListedEndpoint,
  nowSeconds: number,
): Html {
  const words = texts.endpoint
  const [only] = families.length === 1 ? families : []
  const protocol = protocolWord(texts, url)
  const name =
    only?.family === undefined ? protocol : `${protocol}, ${words.only(words.family[only.family])}`
  return html`<p class="states">
    <span>${name}</span>
    ${families.length === 0 && html`<span><i>○</i> ${words.unasked}</span>`}
    ${families.map((state) => familyState(texts, state, nowSeconds, only === undefined))}
    ${credit !== undefined && html`<span>${words.keptBy} <bdi>${credit}</bdi></span>`}
  </p>`
}

const looks = {
  up: { glyph: '●', className: 'is-up' },
  down: { glyph: '✕', className: 'is-down' },
  unknown: { glyph: '○', className: undefined },
} as const

function familyState(texts: Texts, state: FamilyState, nowSeconds: number, isNamed: boolean): Html {
  const words = texts.endpoint
  const { glyph, className } = looks[state.state]
  const family = isNamed && state.family !== undefined ? `${words.family[state.family]} ` : ''
  const since = moment(texts, state.sinceSeconds, nowSeconds)
  const reason = state.state === 'up' ? '' : `: ${words.reasons[state.reason](state.detail)}`
  return html`<span ${attributes({ class: className })}>
    <b><i>${glyph}</i> ${family}${words.states[state.state]}</b> ${since}${reason}
  </span>`
}

function protocolWord({ endpoint: { protocols } }: Texts, url: string): string {
  if (/^udp:/i.test(url)) return protocols.udp
  return /^https:/i.test(url) ? protocols.https : protocols.http
}
