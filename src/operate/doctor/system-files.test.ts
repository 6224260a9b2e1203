import { expect, test } from 'vitest'
import { memoryLine, openFilesLimit, systemNumber, systemText } from './system-files.ts'

const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             63456                63456                processes
Max open files            1024                 524288               files
`

test('the limit of open files is the one that holds now', () => {
  expect(openFilesLimit(limits)).toBe(1024)
  expect(openFilesLimit(limits.replace('1024 ', 'unlimited '))).toBe(Number.POSITIVE_INFINITY)
  expect(openFilesLimit('')).toBeUndefined()
})

test('memory is told in bytes', () => {
  const text = 'MemTotal:       16384 kB\nMemAvailable:    1024 kB\n'
  expect(memoryLine(text, 'MemAvailable')).toBe(1024 * 1024)
  expect(memoryLine(text, 'SwapTotal')).toBeUndefined()
})

test('what is not there is unknown', () => {
  expect(systemText('/proc/nothing')).toBeUndefined()
  expect(systemNumber('/proc/nothing')).toBeUndefined()
  expect(systemNumber('/proc/self/status')).toBeUndefined()
})
