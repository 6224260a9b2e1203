/**
 * The pages that say how the service may be used and what it keeps: policy, privacy, takedown notices, contact. Their
 * texts are bound to the configuration in force at the moment they are read.
 *
 * The contact's address is shielded from harvesters by asking: it is sent only in reply to the page's own form. Programs that
 * gather addresses follow links and do not press buttons, while people, with scripts or without, with eyes or a screen reader,
 * get plain text that can be copied. Addresses that are scrambled and mended by a script or by styles shut some of them out.
 */
import type { FastifyReply } from 'fastify'
import { copyField } from '../../components/copy-field.ts'
import { form } from '../../components/form.ts'
import { page } from '../../components/page.ts'
import { formatDuration } from '../../format/format-time.ts'
import { type Html, html } from '../../html.ts'
import { renderMarkdown } from '../../markdown.ts'
import type { Section } from '../../section.ts'
import { sendPage } from '../../server/send-page.ts'
import { formLimit } from '../../server/visitor-limits.ts'
import type { Shell, Tab } from '../../shell.ts'
import type { Texts } from '../../texts/texts.ts'
import { bindDocument } from './policy-document.ts'
import { type PolicyDocuments, type PolicyPageName, policyPageNames } from './policy-documents.ts'
import type { PolicyFacts, PolicyValue } from './policy-facts.ts'

export type PolicyOptions = {
  /** Asked for with each reply: a reload changes it. */
  readonly current: () => PolicyState
  /** For a site whose header has other things to hold. */
  readonly isInFooter?: boolean
}

export type PolicyState = {
  readonly documents: PolicyDocuments
  readonly facts: PolicyFacts
  /** An address to write to: of mail, or of a page (http or https); '' for none. */
  readonly contact: string
}

export function policyPages({ current, isInFooter = false }: PolicyOptions): Section {
  return {
    ...(isInFooter ? { tabs: () => [], footer: links } : { tabs: links }),
    register: (site, shell) => {
      const send = (reply: FastifyReply, name: PolicyPageName, below?: Html): FastifyReply =>
        sendPage(reply, policyPage(shell(reply.request), name, current(), below))
      for (const name of ['policy', 'privacy', 'takedown'] as const)
        site.get(`/${name}`, (_request, reply) => send(reply, name))
      site.get('/contact', (_request, reply) =>
        send(reply, 'contact', contactQuestion(shell(reply.request), current())),
      )
      site.post('/contact', { config: formLimit }, (_request, reply) => {
        reply.header('X-Robots-Tag', 'noindex')
        return send(reply, 'contact', contactAnswer(shell(reply.request), current()))
      })
    },
  }
}

function links({ policy }: Texts): Tab[] {
  return policyPageNames.map((name) => ({ href: `/${name}`, label: policy.tabs[name] }))
}

function policyPage(shell: Shell, name: PolicyPageName, state: PolicyState, below?: Html): Html {
  const { documents, facts } = state
  const { texts } = shell
  const document = documents[name]
  const bound = bindDocument(document, facts, valuesOf(texts, facts))
  const updated = document.updated
  const { title, content } = renderMarkdown(bound, {
    linkTo: pathOf,
    afterTitle:
      updated !== undefined &&
      html`<p class="muted">${texts.policy.updated} <time datetime="${updated}">${updated}</time></p>`,
  })
  return page(shell, {
    title: title ?? texts.policy.tabs[name],
    tab: `/${name}`,
    isProse: true,
    content: html`${content}${below}`,
  })
}

/** Pages link to each other by their files, which works in an editor too: `privacy.md#what-is-kept`. */
function pathOf(href: string): string {
  const [, name = '', anchor = ''] = /^([a-z]+)\.md(#.*)?$/.exec(href) ?? []
  return policyPageNames.some((known) => known === name) ? `/${name}${anchor}` : href
}

function valuesOf({ policy }: Texts, facts: PolicyFacts): Record<PolicyValue, string> {
  const inWords = (seconds: number): string => formatDuration(policy.duration, seconds)
  return {
    site_name: facts.siteName,
    interval: inWords(facts.intervalSeconds),
    shortest_interval: inWords(facts.shortestIntervalSeconds),
    peer_lifetime: inWords(facts.peerTimeoutSeconds),
  }
}

function contactQuestion({ texts }: Shell, { contact }: PolicyState): Html | undefined {
  if (contact === '') return undefined
  if (isPage(contact)) return contactLink(texts, contact)
  return form({ action: '/contact', submit: texts.policy.showContact, look: 'primary' })
}

function contactAnswer({ texts }: Shell, { contact }: PolicyState): Html | undefined {
  if (contact === '') return undefined
  if (isPage(contact)) return contactLink(texts, contact)
  return html`<p>${texts.policy.contactAddress} <a href="mailto:${contact}">${contact}</a></p>
    ${copyField(texts, { text: contact })}`
}

/** A page can be read by anybody, so its address need not be shielded. */
function contactLink({ policy }: Texts, contact: string): Html {
  return html`<p>${policy.contactLink} <a href="${contact}">${contact}</a></p>`
}

function isPage(contact: string): boolean {
  return /^https?:/i.test(contact)
}
