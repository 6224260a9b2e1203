import { describe, expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import { checkField, choiceField, inputField, textField } from './field.ts'

describe('a field', () => {
  test('has its label, and keeps what was sent', () => {
    const text = inputField(en, { name: 'title', label: 'Title', value: '"x"', isRequired: true })
    expect(text.toString()).toContain('<label for="field-title">Title</label>')
    expect(text.toString()).toContain(
      '<input id="field-title" name="title" required type="text" value="&quot;x&quot;">',
    )
  })

  test('that may stay empty says so', () => {
    expect(inputField(en, { name: 'title', label: 'Title' }).toString()).toContain(
      'Title <small>optional</small></label>',
    )
  })

  test('says what is wrong where a screen reader finds it', () => {
    const text = inputField(en, { name: 'a', label: 'A', hint: 'One.', error: 'Two.' }).toString()
    expect(text).toContain('aria-invalid="true" aria-describedby="field-a-hint field-a-error"')
    expect(text).toContain('<p class="hint" id="field-a-hint">One.</p>')
    expect(text).toContain('<p class="error" id="field-a-error">Two.</p>')
  })

  test('for a password or a file shows nothing of what was sent', () => {
    for (const type of ['password', 'file'] as const) {
      const text = inputField(en, { name: 'a', label: 'A', type, value: 'secret' }).toString()
      expect(text).not.toContain('secret')
    }
  })

  test('of several lines keeps all of them, an empty first one too', () => {
    const text = textField(en, { name: 'a', label: 'A', rows: 3, value: '\n</textarea>' })
    expect(text.toString()).toContain('>\n\n&lt;/textarea&gt;</textarea>')
  })

  test('of choices has the one that was chosen', () => {
    const choices = [
      { value: 'a', label: 'One' },
      { value: 'b', label: 'Two' },
    ]
    const text = choiceField(en, { name: 'c', label: 'C', value: 'b', choices }).toString()
    expect(text).toContain('<option value="a">One</option><option value="b" selected>Two</option>')
  })

  test('to tick is ticked', () => {
    const text = checkField({ name: 'a', label: 'A', isChecked: true }).toString()
    expect(text).toContain('type="checkbox" value="yes" checked>')
  })
})
