import { describe, expect, test } from 'vitest'
import { storedCount, storedSeconds } from './stored-number.ts'

describe('a count', () => {
  test.for([
    ['0', 0],
    ['007', 7],
    ['1125899906842624', 2 ** 50],
  ] as const)('%s is %d', ([text, count]) => {
    expect(storedCount(text)).toBe(count)
  })

  test.for(['', '-1', '1.5', '1e3', '1125899906842625', '99999999999999999999', 'NULL', ' 1'])(
    '"%s" is none',
    (text) => {
      expect(storedCount(text)).toBeUndefined()
    },
  )
})

describe('a time', () => {
  const seconds = Date.UTC(2017, 2, 28, 12, 44, 41) / 1000

  test.for([
    '1490705081',
    '2017-03-28 12:44:41',
    '2017-03-28T12:44:41Z',
    '2017-03-28 12:44:41.123456',
    '2017-03-28T14:44:41+02:00',
    '2017-03-28T10:14:41-0230',
    '2017-03-28 12:44:41 UTC',
    '20170328124441',
    'Tue, 28 Mar 2017 12:44:41',
    'Tue, 28 Mar 2017 13:44:41 +0100',
    '28 mar 2017 12:44:41 GMT',
    ' 1490705081 ',
  ])('%s is 1490705081', (text) => {
    expect(storedSeconds(text)).toBe(seconds)
  })

  test('without hours is the beginning of its day', () => {
    expect(storedSeconds('2017-03-28')).toBe(Date.UTC(2017, 2, 28) / 1000)
  })

  test.for([
    '',
    '0',
    '0000-00-00 00:00:00',
    '0000-00-00',
    '00000000000000',
    '2017-02-29',
    '2017-13-01',
    '2017-03-28 24:00:00',
    'Tue, 28 Foo 2017 12:44:41',
    'yesterday',
    '-1',
    '1490705081000',
  ])('"%s" is not known', (text) => {
    expect(storedSeconds(text)).toBeUndefined()
  })
})
