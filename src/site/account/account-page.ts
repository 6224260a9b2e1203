/** A member's own page: who they are here, where they are logged in, the password, and the key of their torrents. */
import type { Session } from '#index/members/session'
import type { SessionWithMember } from '#index/members/session-repository'
import { copyField } from '../components/copy-field.ts'
import { inputField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { moment } from '../components/moment.ts'
import { notice } from '../components/notice.ts'
import { type Filter, page } from '../components/page.ts'
import { pill } from '../components/pill.ts'
import { type Column, table } from '../components/table.ts'
import { formatMinute } from '../format/format-time.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { type FormProblem, isRefusal, newPasswordFields } from './new-password-fields.ts'
import { accountPath, feedPath, keyPath, logoutPath, tokensPath } from './paths.ts'

/** What the page can say was just done. */
export const dones = ['password', 'session', 'sessions'] as const satisfies Array<
  keyof Texts['account']['done']
>
export type Done = (typeof dones)[number]

export type AccountState = {
  readonly who: SessionWithMember
  readonly sessions: readonly Session[]
  /** Undefined where the mode has no keys. */
  readonly torrentKey: string | undefined
  /** Whether the mode has tokens, of feeds and of the API. */
  readonly hasTokens: boolean
  readonly nowSeconds: number
  /** What was just done. */
  readonly done: Done | undefined
  /** What was wrong with the password form. */
  readonly problem: FormProblem | undefined
  /** Links to the other pages of the account. */
  readonly line: readonly Filter[]
}

export function accountPage(shell: Shell, state: AccountState): Html {
  const { texts } = shell
  const words = texts.account
  const { member } = state.who
  return page(shell, {
    title: words.title,
    tab: accountPath,
    isProse: true,
    filters: state.line,
    content: html`<h1>${words.title}</h1>
      ${state.done !== undefined && notice(texts, 'good', words.done[state.done])}
      ${generalNotice(texts, state.problem)}
      <p>${words.loggedInAs} <strong><bdi>${member.name}</bdi></strong> (${words.roles[member.role]}).</p>
      ${form({ action: logoutPath, submit: words.logOut })}
      ${keyPart(texts, state)}
      ${sessionsPart(texts, state)}
      ${passwordPart(texts, state)}`,
  })
}

function keyPart(texts: Texts, { torrentKey }: AccountState): Content {
  if (torrentKey === undefined) return undefined
  const { title, lead, reset } = texts.account.key
  return html`<h2>${title}</h2>
    <p>${lead}</p>
    ${copyField(texts, { text: torrentKey })}
    <p><a href="${keyPath}">${reset}</a></p>`
}

function sessionsPart(texts: Texts, state: AccountState): Html {
  const words = texts.account.sessions
  const { sessions } = state
  return html`<h2>${words.title}</h2>
    <p>${words.lead}</p>
    ${table(texts, { caption: words.title, columns: sessionColumns(texts, state), rows: sessions })}
    ${sessions.length > 1 && form({ action: `${accountPath}/sessions/end-others`, submit: words.endOthers })}`
}

function sessionColumns(texts: Texts, { who, nowSeconds }: AccountState): Column<Session>[] {
  const words = texts.account.sessions
  return [
    {
      head: words.where,
      cell: ({ client, createdAt }) =>
        html`${clientText(texts, client)}<br><small>${words.since(formatMinute(createdAt))}</small>`,
    },
    { head: words.seen, cell: ({ seenAt }) => moment(texts, seenAt, nowSeconds) },
    {
      head: texts.account.logOut,
      cell: ({ id }) => (id === who.session.id ? pill('good', words.here) : endButton(texts, id)),
    },
  ]
}

function endButton({ account }: Texts, sessionId: number): Html {
  const action = `${accountPath}/sessions/end`
  return form({ action, hidden: { session: `${sessionId}` }, submit: account.logOut })
}

function clientText({ account }: Texts, { browser, system }: Session['client']): string {
  const words = account.sessions
  return words.client(browser ?? words.unknownBrowser, system ?? words.unknownSystem)
}

/** What a new password does not end: it belongs to programs, which would all have to be told. */
function keptPart({ account, members }: Texts, { hasTokens }: AccountState): Content {
  if (!hasTokens) return undefined
  const { key, feed, tokens } = members.line
  return html`<p>${account.changePassword.kept} <a href="${keyPath}">${key}</a>,
    <a href="${feedPath}">${feed}</a>, <a href="${tokensPath}">${tokens}</a>.</p>`
}

function passwordPart(texts: Texts, state: AccountState): Html {
  const { problem } = state
  const words = texts.account
  const isWrong = isRefusal(problem) && problem.code === 'wrong_login'
  return html`<h2>${words.changePassword.title}</h2>
    <p>${words.changePassword.lead}</p>
    ${keptPart(texts, state)}
    ${form({
      action: `${accountPath}/password`,
      fields: [
        inputField(texts, {
          name: 'current',
          label: words.changePassword.current,
          type: 'password',
          autocomplete: 'current-password',
          isRequired: true,
          ...(isWrong ? { error: words.changePassword.wrong } : {}),
        }),
        newPasswordFields(texts, problem),
      ],
      submit: words.changePassword.submit,
      look: 'primary',
    })}`
}

/** What belongs to no field. */
function generalNotice(texts: Texts, problem: FormProblem | undefined): Content {
  if (!isRefusal(problem)) return undefined
  const hasField = problem.code === 'wrong_login' || problem.code.startsWith('password_')
  return hasField ? undefined : notice(texts, 'error', problem.text)
}
