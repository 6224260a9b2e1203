/**
 * A field of a form: label, control, hint, and what is wrong with what was sent, which is kept and shown again.
 * A screen reader gets hint and error together with the control.
 */
import { attributes, type Html, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'

type FieldFacts = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** A sentence that says what to change. */
  readonly error?: string
  readonly isRequired?: boolean
}

export type InputOptions = FieldFacts & {
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'number' | 'url' | 'file'
  /** Never shown again for passwords and files. */
  readonly value?: string
  readonly autocomplete?: string
  readonly charactersMax?: number
  /** For files, such as `.torrent`. */
  readonly accept?: string
  /** For files: several at once. */
  readonly isMultiple?: boolean
}

export function inputField(texts: Texts, options: InputOptions): Html {
  const { type = 'text', value, autocomplete, charactersMax, accept, isMultiple } = options
  const isShown = type !== 'password' && type !== 'file'
  const control = {
    ...commonAttributes(options),
    type,
    value: isShown ? value : undefined,
    autocomplete,
    maxlength: charactersMax,
    accept,
    multiple: isMultiple,
  }
  return field(texts, options, html`<input ${attributes(control)}>`)
}

export type TextOptions = FieldFacts & {
  readonly value?: string
  readonly rows: number
  readonly charactersMax?: number
}

export function textField(texts: Texts, options: TextOptions): Html {
  const { value = '', rows, charactersMax } = options
  const control = { ...commonAttributes(options), rows, maxlength: charactersMax }
  // A line end right after the tag is the browser's to drop, so the first one of the value would be lost.
  return field(texts, options, html`<textarea ${attributes(control)}>\n${value}</textarea>`)
}

export type ChoiceOptions = FieldFacts & {
  readonly value?: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

export function choiceField(texts: Texts, options: ChoiceOptions): Html {
  const choices = options.choices.map(({ value, label }) => {
    const choice = { value, selected: value === options.value }
    return html`<option ${attributes(choice)}>${label}</option>`
  })
  const control = attributes(commonAttributes(options))
  return field(texts, options, html`<select ${control}>${choices}</select>`)
}

export type CheckOptions = FieldFacts & { readonly isChecked: boolean }

export function checkField(options: CheckOptions): Html {
  const { label, isChecked } = options
  const control = {
    ...commonAttributes(options),
    type: 'checkbox',
    value: 'yes',
    checked: isChecked,
  }
  return html`<div class="field">
    <label class="check"><input ${attributes(control)}> ${label}</label>
    ${remarks(options)}
  </div>`
}

function field(texts: Texts, options: FieldFacts, control: Html): Html {
  const { label, isRequired = false } = options
  const optional = !isRequired && html` <small>${texts.form.optional}</small>`
  return html`<div class="field">
    <label for="${idOf(options)}">${label}${optional}</label>
    ${control}
    ${remarks(options)}
  </div>`
}

function commonAttributes(options: FieldFacts): Record<string, string | boolean | undefined> {
  const { name, hint, error, isRequired = false } = options
  const id = idOf(options)
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    name,
    required: isRequired,
    'aria-invalid': error === undefined ? undefined : 'true',
    'aria-describedby': describedBy === '' ? undefined : describedBy,
  }
}

function remarks(options: FieldFacts): Html {
  const { hint, error } = options
  const id = idOf(options)
  return html`${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}`
}

function idOf({ name }: FieldFacts): string {
  return `field-${name}`
}
