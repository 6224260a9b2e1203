/** Asks before the key of a member's torrents is made anew. */
import { confirmContent } from '../components/confirm.ts'
import { page } from '../components/page.ts'
import type { Html } from '../html.ts'
import type { Shell } from '../shell.ts'
import { accountPath, keyPath } from './paths.ts'

export function keyPage(shell: Shell): Html {
  const { reset, consequence } = shell.texts.account.key
  return page(shell, {
    title: reset,
    tab: accountPath,
    isProse: true,
    content: confirmContent(shell.texts, {
      title: reset,
      consequence,
      action: keyPath,
      submit: reset,
      backHref: accountPath,
    }),
  })
}
