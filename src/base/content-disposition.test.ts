import { validateHeaderValue } from 'node:http'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attachment } from './content-disposition.ts'

/** Halves of surrogate pairs, too. */
const anyText = fc
  .array(fc.nat(0xffff), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units))

/** As a browser reads it: the extended name where there is one. */
function nameIn(header: string): string {
  const [, extended] = /filename\*=UTF-8''([^;]*)$/.exec(header) ?? []
  if (extended !== undefined) return decodeURIComponent(extended)
  const [, plain = ''] = /filename="([^"]*)"/.exec(header) ?? []
  return plain
}

describe('a file that is handed out', () => {
  test('keeps a plain name', () => {
    expect(attachment('A map of London.torrent')).toBe(
      'attachment; filename="A map of London.torrent"',
    )
  })

  test('has a name in any script, and one that old programs can read', () => {
    const header = attachment('地図 (1).torrent')
    expect(header).toBe(
      `attachment; filename="__ (1).torrent"; filename*=UTF-8''%E5%9C%B0%E5%9B%B3%20%281%29.torrent`,
    )
    expect(nameIn(header)).toBe('地図 (1).torrent')
  })

  test.for([
    ['a\r\nSet-Cookie: x=1', 'a__Set-Cookie_ x=1'],
    ['a"; filename="b.exe', 'a_; filename=_b.exe'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\Windows\\a', 'C__Windows_a'],
    ['..', 'file'],
    ['', 'file'],
    ['\ud83d', '_'],
  ])('is called %j only harmlessly', ([given, shown]) => {
    expect(nameIn(attachment(given ?? ''))).toBe(shown)
  })

  test('never breaks its header or names a folder, whatever it is called', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const header = attachment(name)
        expect(() => validateHeaderValue('content-disposition', header)).not.toThrow()
        expect(header).toMatch(/^attachment; filename="[^"\\]+"(?:; filename\*=UTF-8''[!-~]+)?$/)
        expect(nameIn(header)).not.toMatch(/[/\\]|^\.*$|\p{Cc}/u)
      }),
    )
  })
})
