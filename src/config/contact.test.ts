import { expect, test } from 'vitest'
import { parseContact } from './contact.ts'

test.for(['', 'abuse@tracker.example', 'a.b+c@[192.0.2.1]', 'https://tracker.example/contact'])(
  '%j is a contact',
  (text) => {
    expect(parseContact(text)).toEqual({ value: text })
  },
)

test.for(['abuse', 'a@b@c.example', 'a b@c.example', 'mailto:a@b.example', 'javascript:alert(1)'])(
  '%j is none',
  (text) => {
    expect(parseContact(text).problem).toMatch(/must be an address of mail/)
  },
)

test('a page may hold no password', () => {
  expect(parseContact('https://a:b@c.example').problem).toMatch(/password/)
})
