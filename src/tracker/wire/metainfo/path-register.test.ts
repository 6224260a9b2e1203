import { describe, expect, test } from 'vitest'
import { PathRegister } from './path-register.ts'

/** What adding each path answers, one after the other. */
function addAll(...paths: readonly string[]): (string | undefined)[] {
  const register = new PathRegister()
  return paths.map((path) => register.addPath(path.split('/')))
}

describe('PathRegister', () => {
  test('takes different paths, and folders as often as they come', () => {
    expect(addAll('a', 'b/a', 'b/b', 'b/c/a', 'B/d')).toEqual(Array(5).fill(undefined))
  })

  test.each([
    ['a/b', 'a/b'],
    ['a/b', 'A/B'],
    ['Straße', 'STRAßE'],
    ['caf\u00e9', 'cafe\u0301'],
    ['\u212bngstrom', '\u00c5ngstrom'],
  ])('finds that %j and %j are one file somewhere', (one, other) => {
    expect(addAll(one, other)).toEqual([undefined, 'path-repeated'])
  })

  test.each([
    ['a', 'a/b'],
    ['a/b', 'A'],
    ['x/A', 'x/a/b/c'],
  ])('finds that %j and %j want to be file and folder', (one, other) => {
    expect(addAll(one, other)).toEqual([undefined, 'path-conflict'])
  })

  test('does not take a name with a slash in it for a path', () => {
    const register = new PathRegister()
    const folder = register.enterFolder(register.root, 'a') ?? register.root
    expect(register.addFile(folder, 'b/c')).toBeUndefined()
    expect(register.addPath(['a', 'b', 'c'])).toBeUndefined()
  })
})
