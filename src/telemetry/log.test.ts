import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createLog } from './log.ts'

/** A log whose lines can be looked at. */
function listen(level: 'info' | 'warn') {
  const lines: Readonly<Record<string, unknown>>[] = []
  const stream = {
    write: (line: string) => {
      const parsed: unknown = JSON.parse(line)
      lines.push({ ...(typeof parsed === 'object' ? parsed : undefined) })
    },
  }
  return { log: createLog({ level, stream }), lines }
}

describe('the log', () => {
  test('writes one object a line, with its level, time, event and message', () => {
    const { log, lines } = listen('info')
    log.info('ready', 'every address is bound', { addresses: ['udp://127.0.0.1:1'] })
    expect(lines).toEqual([
      {
        level: 'info',
        time: lines[0]?.['time'],
        event: 'ready',
        addresses: ['udp://127.0.0.1:1'],
        msg: 'every address is bound',
      },
    ])
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test('writes the type, message and stack of an error', () => {
    const { log, lines } = listen('info')
    log.error('broke', 'it broke', { err: new TypeError('boom') })
    expect(lines).toMatchObject([{ level: 'error', err: { type: 'TypeError', message: 'boom' } }])
  })

  test('leaves out what is below its level, which can change', () => {
    const { log, lines } = listen('warn')
    log.info('a', 'a')
    log.warn('b', 'b')
    log.setLevel('debug')
    log.debug('c', 'c')
    log.write('fatal', 'd', 'd')
    log.setLevel('silent')
    log.fatal('e', 'e')
    expect(lines).toMatchObject([{ event: 'b' }, { event: 'c' }, { event: 'd', level: 'fatal' }])
  })

  test('the process lives on when nobody reads the log any more', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', chatty])
    await once(child.stdout, 'data')
    child.stdout.destroy()
    child.stdin.write('go\n')
    expect(await once(child, 'exit')).toEqual([3, null])
  })

  // Linux has a file that is a full disk.
  test.runIf(process.platform === 'linux')('and when the disk is full', async () => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, ['--input-type=module', '--eval', chatty], {
      stdio: ['pipe', full, 'pipe'],
    })
    closeSync(full)
    child.stdin?.write('go\n')
    expect(await once(child, 'exit')).toEqual([3, null])
  })
})

/** A program that logs, and ends with status 3 if it lived on after its second line. */
const chatty = `
  import { createLog } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)}
  const log = createLog({ level: 'info' })
  process.stdin.once('data', () => {
    log.info('late', 'nobody reads this')
    setTimeout(() => process.exit(3), 50)
  })
  log.info('early', 'somebody may read this')`
