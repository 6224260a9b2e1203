/** The field in which members repeat their password for what nobody else may do in a browser that was left open. */
import { inputField } from '../components/field.ts'
import type { Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import type { Refusal } from './refusal.ts'

export function ownPasswordField(
  texts: Texts,
  words: { readonly password: string; readonly wrong: string },
  problem: Refusal | undefined,
): Html {
  return inputField(texts, {
    name: 'password',
    label: words.password,
    type: 'password',
    autocomplete: 'current-password',
    isRequired: true,
    ...(problem?.code === 'wrong_login' ? { error: words.wrong } : {}),
  })
}
