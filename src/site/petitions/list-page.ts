/** The petitions that are voted on, newest first; below them those that ended last, and the member's own power. */
import { type PetitionKind, petitionKinds } from '#index/petitions/petition'
import type { FoundPetition } from '#index/petitions/petition-keeper'
import type { Power } from '#index/petitions/power'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { type Filter, page } from '../components/page.ts'
import { pager } from '../components/pager.ts'
import { type Column, table } from '../components/table.ts'
import { formatCount } from '../format/format-count.ts'
import { homePath } from '../gallery/paths.ts'
import { type Html, html } from '../html.ts'
import { queryHref } from '../lists/list-place.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { petitionHref, petitionsPath } from './paths.ts'
import { scoreWords, statePill, subjectName } from './petition-parts.ts'
import { powerFacts } from './power-facts.ts'

export type PetitionListState = {
  readonly kind: PetitionKind | undefined
  readonly open: readonly FoundPetition[]
  readonly isFirst: boolean
  /** The id before which the next page begins; undefined on the last one. */
  readonly next: number | undefined
  /** On the first page. */
  readonly ended: readonly FoundPetition[]
  readonly power: Power
  readonly nowSeconds: number
}

export function petitionListPage(shell: Shell, state: PetitionListState): Html {
  const { texts } = shell
  const words = texts.petitions.list
  const { open, ended, power } = state
  return page(shell, {
    title: words.title,
    tab: homePath,
    filters: filtersOf(texts, state),
    content: html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${
        open.length === 0
          ? emptyState({ ...words.none, action: { href: '/', label: words.none.action } })
          : openPetitions(texts, state)
      }
      ${ended.length > 0 && endedPetitions(texts, state)}
      ${powerFacts(texts, power)}`,
  })
}

function filtersOf(texts: Texts, { kind }: PetitionListState): Filter[] {
  const words = texts.petitions.list
  const labels = { torrent: words.torrents, gallery: words.galleries }
  return [
    { label: words.all, href: petitionsPath, isCurrent: kind === undefined },
    ...petitionKinds.map((one) => ({
      label: labels[one],
      href: queryHref(petitionsPath, { kind: one }),
      isCurrent: kind === one,
    })),
  ]
}

function openPetitions(texts: Texts, state: PetitionListState): Html {
  const words = texts.petitions.list
  const { open, isFirst, next, kind } = state
  const newerHref = isFirst ? undefined : queryHref(petitionsPath, { kind })
  const olderHref =
    next === undefined ? undefined : queryHref(petitionsPath, { kind, before: `${next}` })
  return html`${table(texts, {
    caption: words.caption,
    isList: true,
    isWrapped: true,
    rows: open,
    columns: columnsOf(texts, state),
  })}
    ${pager(texts, { newerHref, olderHref, summary: words.summary(formatCount(texts.locale, open.length)) })}`
}

function columnsOf(texts: Texts, { nowSeconds }: PetitionListState): Column<FoundPetition>[] {
  const words = texts.petitions.list
  return [
    whatColumn(texts),
    {
      head: texts.petitions.scoreLabel,
      cell: ({ petition }) => scoreWords(texts, petition, nowSeconds),
    },
    { head: words.state, cell: ({ petition }) => statePill(texts, petition) },
    { head: words.starter, cell: ({ petition }) => html`<bdi>${petition.starter.name}</bdi>` },
    {
      head: words.opened,
      cell: ({ petition }) => moment(texts, petition.openedAt, nowSeconds),
    },
  ]
}

export function whatColumn(texts: Texts): Column<FoundPetition> {
  return {
    head: texts.petitions.list.what,
    kind: 'name',
    cell: (found) => html`<a href="${petitionHref(found.petition)}">${subjectName(texts, found)}</a>
      <small>${texts.petitions.kinds[found.petition.target.kind]}</small>`,
  }
}

function endedPetitions(texts: Texts, { ended, nowSeconds }: PetitionListState): Html {
  const words = texts.petitions.list
  return html`<h2>${words.endedTitle}</h2>
    ${table(texts, {
      caption: words.endedCaption,
      rows: ended,
      columns: [
        whatColumn(texts),
        {
          head: words.state,
          cell: ({ petition }) =>
            html`${statePill(texts, petition)}
              <small>${petition.ending && texts.petitions.endings[petition.ending.by]}</small>`,
        },
        {
          head: words.ended,
          cell: ({ petition: { ending } }) => ending && moment(texts, ending.at, nowSeconds),
        },
      ],
    })}`
}
