/** Appeals that wait, and what was decided about petitions last, to be taken back. */
import type { FoundPetition } from '#index/petitions/petition-keeper'
import { form } from '../components/form.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { type Filter, page } from '../components/page.ts'
import { table } from '../components/table.ts'
import { type Html, html } from '../html.ts'
import { moderationPath } from '../moderation/paths.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { whatColumn } from './list-page.ts'
import { undoHref } from './paths.ts'
import { decisionText } from './staff-section.ts'

export type StaffPetitionsState = {
  readonly appeals: readonly FoundPetition[]
  readonly decided: readonly FoundPetition[]
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
}

export function staffPetitionsPage(shell: Shell, state: StaffPetitionsState): Html {
  const { texts } = shell
  const words = texts.petitions.staff
  const { appeals, decided, filters } = state
  return page(shell, {
    title: words.title,
    tab: moderationPath,
    filters,
    content: html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${appeals.length === 0 ? emptyState(words.none) : waiting(texts, state)}
      ${decided.length > 0 && decisions(texts, state)}`,
  })
}

function waiting(texts: Texts, { appeals, nowSeconds }: StaffPetitionsState): Html {
  const words = texts.petitions.staff
  return table(texts, {
    caption: words.appealsCaption,
    isList: true,
    isWrapped: true,
    rows: appeals,
    columns: [
      whatColumn(texts),
      {
        head: words.appellant,
        cell: ({ petition: { appeal } }) => html`<bdi>${appeal?.by.name}</bdi>`,
      },
      {
        head: words.when,
        cell: ({ petition: { appeal } }) => appeal && moment(texts, appeal.at, nowSeconds),
      },
    ],
  })
}

function decisions(texts: Texts, { decided, nowSeconds }: StaffPetitionsState): Html {
  const words = texts.petitions.staff
  return html`<h2>${words.decidedTitle}</h2>
    ${table(texts, {
      caption: words.decidedCaption,
      rows: decided,
      columns: [
        whatColumn(texts),
        { head: words.decision, cell: ({ petition }) => decisionText(texts, petition) },
        {
          head: words.when,
          cell: ({ petition: { decision } }) => decision && moment(texts, decision.at, nowSeconds),
        },
        {
          head: words.undo,
          cell: ({ petition }) => form({ action: undoHref(petition), submit: words.undo }),
        },
      ],
    })}`
}
