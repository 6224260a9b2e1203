/** A member's tokens of the API: which there are, and a form for one more. */
import type { FastifyRequest } from 'fastify'
import { scopesOf } from '#index/tokens/scope-permissions'
import type { Token, TokenScope } from '#index/tokens/token'
import { copyField } from '../components/copy-field.ts'
import { checkField, inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { emptyState } from '../components/message.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { pill } from '../components/pill.ts'
import { type Column, table } from '../components/table.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { accountFrame } from './account-frame.ts'
import type { MembershipRoutes } from './account-parts.ts'
import { memberOf } from './member-hook.ts'
import { tokensPath } from './paths.ts'

export type TokensState = {
  readonly tokens: readonly Token[]
  readonly nowSeconds: number
  /** The secret of one that was just made. */
  readonly made?: string | undefined
  readonly done?: string | undefined
  /** What was sent before, if anything, and what was wrong with it. */
  readonly label: string
  readonly problem?: { readonly text: string; readonly isOfLabel: boolean } | undefined
}

/** The name of the field that asks for a scope. */
export function scopeField(scope: TokenScope): string {
  return `scope-${scope}`
}

export function tokensPage(
  request: FastifyRequest,
  parts: MembershipRoutes,
  state: TokensState,
): Html {
  const { texts } = parts.shell(request)
  const words = texts.members.tokens
  const { made, done, problem } = state
  return accountFrame(request, parts, {
    title: words.title,
    path: tokensPath,
    done,
    problem: problem?.isOfLabel === false ? problem.text : undefined,
    content: html`${made !== undefined && madeNotice(texts, made)}
      <p>${words.lead}</p>
      ${list(texts, state)}
      ${newForm(request, texts, state)}`,
  })
}

function madeNotice(texts: Texts, secret: string): Html {
  const words = texts.members.tokens
  return html`${notice(texts, 'good', words.made)}
    ${copyField(texts, { text: secret })}
    <p>${words.use} <code>${words.header}</code></p>`
}

function list(texts: Texts, { tokens, nowSeconds }: TokensState): Content {
  const words = texts.members.tokens
  if (tokens.length === 0) return emptyState({ what: words.none })
  const columns: Column<Token>[] = [
    {
      head: words.label,
      cell: ({ label, scopes }) =>
        html`<bdi>${label}</bdi><br><small>${scopes.map((scope) => words.scopes[scope] ?? scope).join(', ')}</small>`,
    },
    { head: words.created, cell: ({ createdAt }) => moment(texts, createdAt, nowSeconds) },
    {
      head: words.used,
      cell: ({ usedAt }) =>
        usedAt === undefined ? words.never : moment(texts, usedAt, nowSeconds),
    },
    {
      head: words.revoke,
      cell: ({ id, revokedAt }) =>
        revokedAt === undefined
          ? form({
              action: `${tokensPath}/revoke`,
              hidden: { token: `${id}` },
              submit: words.revoke,
            })
          : pill('neutral', words.revoked),
    },
  ]
  return table(texts, { caption: words.title, columns, rows: tokens })
}

function newForm(request: FastifyRequest, texts: Texts, { label, problem }: TokensState): Html {
  const words = texts.members.tokens
  const { role } = memberOf(request).member
  return html`<h2>${words.submit}</h2>
    ${form({
      action: tokensPath,
      fields: [
        inputField(texts, {
          name: 'label',
          label: words.label,
          value: label,
          charactersMax: 100,
          autocomplete: 'off',
          isRequired: true,
          ...(problem?.isOfLabel === true ? { error: problem.text } : {}),
        }),
        html`<fieldset><legend>${words.allows}</legend>
          ${scopesOf(role).map((scope) =>
            checkField({
              name: scopeField(scope),
              label: words.scopes[scope],
              isChecked: false,
            }),
          )}
        </fieldset>`,
      ],
      submit: words.submit,
      look: 'primary',
    })}`
}
