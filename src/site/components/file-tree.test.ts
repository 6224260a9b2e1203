import { expect, test } from 'vitest'
import { en } from '../texts/en.ts'
import { fileTree } from './file-tree.ts'

test('folders hold what is in them, with how much it is', () => {
  const text = fileTree(en, [
    { path: ['maps', 'north', '1.png'], bytes: 2048 },
    { path: ['maps', '2.png'], bytes: 1024 },
    { path: ['<b>.txt'], bytes: 5 },
  ])
    .toString()
    .replaceAll(/\n/g, '')
  expect(text).toBe(
    [
      '<div class="files" role="group" aria-label="Files"><ul>',
      '<li><details open><summary><bdi>maps/</bdi> <small>2 files · 3.0 KiB</small></summary><ul>',
      '<li><details ><summary><bdi>north/</bdi> <small>1 file · 2.0 KiB</small></summary><ul>',
      '<li><bdi>1.png</bdi> <small>2.0 KiB</small></li></ul></details></li>',
      '<li><bdi>2.png</bdi> <small>1.0 KiB</small></li></ul></details></li>',
      '<li><bdi>&lt;b&gt;.txt</bdi> <small>5 B</small></li></ul></div>',
    ].join(''),
  )
})

test('names that objects have of their own are names like any other', () => {
  const text = fileTree(en, [
    { path: ['__proto__', 'constructor'], bytes: 1 },
    { path: ['__proto__', 'b'], bytes: 2 },
  ])
  expect(text.toString()).toContain('<bdi>__proto__/</bdi> <small>2 files · 3 B</small>')
})
