import { expect, test } from 'vitest'
import { html } from '../html.ts'
import { en } from '../texts/en.ts'
import { confirmContent } from './confirm.ts'

const options = {
  title: 'Remove this torrent',
  consequence: 'It is gone.',
  action: '/torrent/a1/remove',
  submit: 'Remove it',
  backHref: '/torrent/a1',
}

test('what cannot be taken back looks like it, unless it is said otherwise', () => {
  expect(confirmContent(en, options).toString()).toContain('<button class="destructive">')
  const primary = confirmContent(en, { ...options, look: 'primary' }).toString()
  expect(primary).toContain('<button class="primary">Remove it</button>')
})

test('the thing that it is done to is named', () => {
  const named = confirmContent(en, { ...options, subject: html`<bdi>${'<b>'}</bdi>` }).toString()
  expect(named).toContain('<strong><bdi>&lt;b&gt;</bdi></strong>')
  expect(confirmContent(en, options).toString()).not.toContain('<strong>')
})
