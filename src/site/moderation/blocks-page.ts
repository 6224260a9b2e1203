/** The blocks that were made here or by the API, with the form for another; those of lists in files are not among them. */
import { type Block, blockKinds } from '#index/blocks/block'
import { choiceField, inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { type Column, table } from '../components/table.ts'
import { formatMinute } from '../format/format-time.ts'
import { attributes, type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { untilChoices } from './decision-fields.ts'
import { blocksPath, moderationPath, removeBlockPath } from './paths.ts'

export type BlocksState = {
  readonly blocks: readonly Block[]
  /** What was sent before, by the names of the fields. */
  readonly sent: Readonly<Record<'kind' | 'target' | 'reason' | 'until', string | undefined>>
  /** What is wrong with it, as a sentence. */
  readonly problem: string | undefined
  readonly done: 'added' | 'removed' | undefined
  /** Of those who did something, by how a block names them. */
  readonly names: ReadonlyMap<string, string>
  readonly filters: readonly Filter[]
  readonly nowSeconds: number
}

export function blocksPage(shell: Shell, state: BlocksState): Html {
  const { texts } = shell
  const words = texts.moderation.blocks
  const { blocks, problem, done, filters } = state
  return page(shell, {
    title: words.title,
    tab: moderationPath,
    filters,
    content: html`<h1>${words.title}</h1>
      ${done !== undefined && notice(texts, 'good', words[done])}
      ${problem !== undefined && notice(texts, 'error', problem)}
      <p>${words.lead}</p>
      ${blocks.length === 0 ? emptyState(words.none) : list(texts, state)}
      <h2>${words.addTitle}</h2>
      ${addForm(texts, state)}`,
  })
}

function list(texts: Texts, state: BlocksState): Html {
  const { blocks } = state
  const { caption } = texts.moderation.blocks
  return table(texts, {
    caption,
    isList: true,
    isWrapped: true,
    rows: blocks,
    columns: columnsOf(texts, state),
  })
}

function columnsOf(texts: Texts, { nowSeconds, names }: BlocksState): Column<Block>[] {
  const words = texts.moderation.blocks
  return [
    { head: words.kind, cell: ({ kind }) => words.kinds[kind] },
    {
      head: words.target,
      kind: 'name',
      cell: ({ id, text }) => html`<code>${text}</code> <small>${words.inLog(id)}</small>`,
    },
    { head: words.reason, cell: ({ reason }) => html`<bdi>${reason}</bdi>` },
    {
      head: words.ends,
      cell: ({ endsAt }) => (endsAt === undefined ? words.never : formatMinute(endsAt)),
    },
    { head: words.since, cell: ({ addedAt }) => moment(texts, addedAt, nowSeconds) },
    {
      head: words.by,
      cell: ({ addedBy }) =>
        html`<bdi>${names.get(addedBy) ?? texts.registered.audit.family[addedBy] ?? addedBy}</bdi>`,
    },
    { head: words.remove, cell: (block) => removeForm(texts, block) },
  ]
}

function removeForm(texts: Texts, { kind, text }: Block): Html {
  const words = texts.moderation.blocks
  const button = { 'aria-label': words.removeOf(text) }
  return html`<form action="${removeBlockPath}" method="post">
    <input type="hidden" name="kind" value="${kind}">
    <input type="hidden" name="target" value="${text}">
    <button ${attributes(button)}>${words.remove}</button>
  </form>`
}

function addForm(texts: Texts, { sent }: BlocksState): Html {
  return form({
    action: blocksPath,
    look: 'primary',
    submit: texts.moderation.blocks.add,
    fields: addFields(texts, sent),
  })
}

function addFields(texts: Texts, sent: BlocksState['sent']): Content {
  const words = texts.moderation.blocks
  return [
    choiceField(texts, {
      name: 'kind',
      label: words.kind,
      isRequired: true,
      value: sent.kind ?? 'network',
      choices: blockKinds.map((value) => ({ value, label: words.kinds[value] })),
    }),
    inputField(texts, {
      name: 'target',
      label: words.target,
      hint: words.targetHint,
      isRequired: true,
      value: sent.target ?? '',
    }),
    inputField(texts, {
      name: 'reason',
      label: words.reason,
      hint: words.reasonHint,
      isRequired: true,
      value: sent.reason ?? '',
    }),
    choiceField(texts, {
      name: 'until',
      label: words.until,
      isRequired: true,
      value: sent.until ?? 'lifted',
      choices: untilChoices(texts),
    }),
  ]
}
