/**
 * A form that changes something: always a POST to this site, with one button. At most one form of a page is its
 * primary one.
 */
import { attributes, type Content, type Html, html } from '../html.ts'

export type FormOptions = {
  readonly action: string
  readonly fields?: Content
  /** Sent along unseen. */
  readonly hidden?: Readonly<Record<string, string>>
  readonly submit: string
  readonly look?: 'primary' | 'outlined' | 'destructive'
  readonly hasFile?: boolean
  /** A link beside the button. */
  readonly beside?: Content
}

const classes = { primary: 'primary', outlined: undefined, destructive: 'destructive' } as const

export function form(options: FormOptions): Html {
  const {
    action,
    fields,
    hidden = {},
    submit,
    look = 'outlined',
    hasFile = false,
    beside,
  } = options
  const facts = { action, method: 'post', enctype: hasFile && 'multipart/form-data' }
  return html`<form ${attributes(facts)}>
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    ${fields}
    <p class="actions"><button ${attributes({ class: classes[look] })}>${submit}</button> ${beside}</p>
  </form>`
}
