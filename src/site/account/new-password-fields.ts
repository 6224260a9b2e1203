/** The two fields for a new password. */
import { inputField } from '../components/field.ts'
import type { Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import type { Refusal } from './refusal.ts'

/** What was wrong with a form: a refusal, or that the two passwords were not the same. */
export type FormProblem = Refusal | 'different'

export function newPasswordFields(texts: Texts, problem: FormProblem | undefined): Html[] {
  const words = texts.account
  const isPassword = isRefusal(problem) && problem.code.startsWith('password_')
  const facts = { type: 'password', autocomplete: 'new-password', isRequired: true } as const
  return [
    inputField(texts, {
      ...facts,
      name: 'password',
      label: words.newPassword,
      hint: words.passwordHint,
      ...(isPassword ? { error: problem.text } : {}),
    }),
    inputField(texts, {
      ...facts,
      name: 'again',
      label: words.passwordAgain,
      ...(problem === 'different' ? { error: words.different } : {}),
    }),
  ]
}

export function isRefusal(problem: FormProblem | undefined): problem is Refusal {
  return problem !== undefined && problem !== 'different'
}
