/** The page that asks before something is done to a torrent. */
import type { Torrent } from '#index/torrents/torrent'
import { confirmContent } from '../components/confirm.ts'
import { checkField, inputField } from '../components/field.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { operatorLine } from './operator-line.ts'
import { actHref, type TorrentAct, torrentHref } from './torrent-address.ts'

export type ActState = {
  readonly torrent: Torrent
  readonly act: TorrentAct
  /** What was sent before, if anything. */
  readonly reason: string
  readonly isPublic: boolean
  /** What is wrong with it, as a sentence; `field` where it is about the reason. */
  readonly problem?: { readonly text: string; readonly isOfReason: boolean }
}

export function actPage(shell: Shell, state: ActState): Html {
  const { texts } = shell
  const { torrent, act, problem } = state
  const { title, consequence, submit } = texts.registered.torrent.acts[act]
  const isDestructive = act === 'ban' || act === 'remove'
  return page(shell, {
    title,
    tab: '/torrents',
    filters: operatorLine(texts, { current: undefined }),
    isProse: true,
    content: html`${problem?.isOfReason === false && notice(texts, 'error', problem.text)}
      ${confirmContent(texts, {
        title,
        subject: html`<bdi>${torrent.name}</bdi>`,
        consequence,
        action: actHref(torrent, act),
        submit,
        backHref: torrentHref(torrent),
        fields: fields(texts, state),
        look: isDestructive ? 'destructive' : 'primary',
      })}`,
  })
}

function fields(texts: Texts, { act, reason, isPublic, problem }: ActState): Content {
  const words = texts.registered.torrent
  const error = problem?.isOfReason === true ? { error: problem.text } : {}
  const facts = { name: 'reason', value: reason, ...error }
  if (act === 'remove')
    return inputField(texts, {
      ...facts,
      label: words.removalReason,
      hint: words.removalReasonHint,
    })
  if (act !== 'ban') return undefined
  return [
    inputField(texts, {
      ...facts,
      label: words.banReason,
      hint: words.banReasonHint,
      isRequired: true,
    }),
    checkField({ name: 'public', label: words.tellReason, isChecked: isPublic }),
  ]
}
