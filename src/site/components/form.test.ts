import { expect, test } from 'vitest'
import { form } from './form.ts'

test('a form posts to this site what it hides, too', () => {
  const text = form({ action: '/x', submit: 'Do <it>', hidden: { id: '"7"' }, look: 'destructive' })
  expect(text.toString()).toContain('<form action="/x" method="post">')
  expect(text.toString()).toContain('<input type="hidden" name="id" value="&quot;7&quot;">')
  expect(text.toString()).toContain('<button class="destructive">Do &lt;it&gt;</button>')
})

test('a form with a file can send one', () => {
  expect(form({ action: '/x', submit: 'Send', hasFile: true }).toString()).toContain(
    'enctype="multipart/form-data"',
  )
})
