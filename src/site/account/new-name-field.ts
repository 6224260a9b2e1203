/** The field for the name of a new account, and what is said above the form of faults that belong to none of its fields. */
import { inputField } from '../components/field.ts'
import { notice } from '../components/notice.ts'
import type { Content, Html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { type FormProblem, isRefusal } from './new-password-fields.ts'
import type { Refusal } from './refusal.ts'

export function newNameField(texts: Texts, name: string, problem: FormProblem | undefined): Html {
  const words = texts.account
  return inputField(texts, {
    name: 'name',
    label: words.name,
    value: name,
    hint: words.nameHint,
    autocomplete: 'username',
    isRequired: true,
    ...(isRefusal(problem) && isAboutName(problem) ? { error: problem.text } : {}),
  })
}

/** What belongs to no field. */
export function generalNotice(texts: Texts, problem: FormProblem | undefined): Content {
  if (!isRefusal(problem) || isAboutName(problem) || isAboutOther(problem)) return undefined
  return notice(texts, 'error', problem.text)
}

function isAboutName({ code }: Refusal): boolean {
  return ['invalid_name', 'mixed_name', 'reserved_name', 'name_taken'].includes(code)
}

function isAboutOther({ code }: Refusal): boolean {
  return code === 'invalid_email' || code.startsWith('password_')
}
