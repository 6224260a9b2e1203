import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { personalFileName, publicFileName } from './torrent-file-name.ts'

describe('a .torrent file', () => {
  test('is called like its torrent, and a personal one carries a warning', () => {
    expect(publicFileName('A map of London')).toBe('A map of London.torrent')
    expect(personalFileName('A map of London', 'Waggle')).toBe(
      '{Waggle PERSONALIZED TORRENT - DO NOT REDISTRIBUTE} A map of London.torrent',
    )
  })

  test.for([
    ['../../etc/passwd', '_.._etc_passwd.torrent'],
    ['a/b\\c', 'a_b_c.torrent'],
    ['..', 'torrent.torrent'],
    ['con', '_con.torrent'],
    ['a\u202egpj.exe', 'a_gpj.exe.torrent'],
    ['{SITE} fake', '_SITE_ fake.torrent'],
    ['trailing. ', 'trailing.torrent'],
  ])('has a harmless name where its torrent is called %j', ([given, expected]) => {
    expect(publicFileName(given ?? '')).toBe(expected)
  })

  test('has a name that every file system takes, whatever torrent and site are called', () => {
    const text = fc
      .array(fc.nat(0xffff), { maxLength: 300 })
      .map((units) => String.fromCharCode(...units))
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (name, site) => {
        for (const fileName of [publicFileName(name), personalFileName(name, site)]) {
          expect(Buffer.byteLength(fileName)).toBeLessThanOrEqual(255)
          expect(fileName).toMatch(/\S\.torrent$/)
          expect(fileName).not.toMatch(/[/\\:*?"<>|]|\p{Cc}|^\./u)
          expect(fileName.isWellFormed()).toBe(true)
        }
      }),
    )
  })

  test('is cut between characters where the name is too long', () => {
    const name = publicFileName('👨‍👩‍👧'.repeat(20))
    expect(name).toBe(`${'👨‍👩‍👧'.repeat(13)}.torrent`)
  })
})
