import { expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { Successor } from './successor.ts'

test.runIf(process.platform === 'linux')(
  'a program that the system does not start is told of as such',
  () => {
    // execve(2): one string of the environment has 128 KiB at most.
    const slots = Array.from({ length: 100_000 }, (_, slot) => slot)
    const start = (): Successor =>
      new Successor({
        version: 1,
        mode: 'open',
        dataDirectory: '',
        databaseUrl: '',
        region: 1,
        lock: 2,
        slots,
        sockets: [],
      })
    expect(start).toThrow(StartError)
    expect(start).toThrow(/^the system does not start the new program \(Error: spawn E2BIG\)/)
  },
)
