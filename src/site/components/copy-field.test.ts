import { expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import { copyField } from './copy-field.ts'

test('an address may break before its path and nowhere before that', () => {
  const text = copyField(en, { text: 'udp://a.example:1/x/announce' }).toString()
  expect(text).toContain('<code>udp://a.example:1<wbr>/x<wbr>/announce</code>')
})

test('its button says what it copies', () => {
  expect(copyField(en, { text: 'udp://"a"' }).toString()).toContain(
    'aria-label="Copy udp://&quot;a&quot;"',
  )
})
