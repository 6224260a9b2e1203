import { expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { assertShortEnough } from './control-socket-path.ts'

test('a path that no socket can have is refused with the key and what to do', () => {
  const longest = `/${'d'.repeat(102)}`
  expect(() => assertShortEnough(longest)).not.toThrow()
  const tooLong = `/${'d'.repeat(120)}/control.sock`
  expect(() => assertShortEnough(tooLong)).toThrow(StartError)
  expect(() => assertShortEnough(tooLong)).toThrow(
    /^data\.directory: the path of the control socket, .* has 134 bytes, and \d+ is the most the system takes; choose a directory with a shorter path$/,
  )
})
