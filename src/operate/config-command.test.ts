import { describe, expect, test } from 'vitest'
import { configReference } from '#config/reference'
import { configCommand } from './config-command.ts'

function run(...words: string[]) {
  const result = { out: '', err: '', status: 0 }
  const command = configCommand({
    out: (text) => void (result.out += text),
    err: (text) => void (result.err += text),
    setExitStatus: (status) => void (result.status = status),
    hasDatabase: () => false,
    hasGalleries: () => false,
  })
  command.parse(words, { from: 'user' })
  return result
}

const quiet = ['--set', 'tracker.announce_urls=udp://tracker.example:6969']

describe('waggle config', () => {
  test('reference prints the reference', () => {
    expect(run('reference')).toEqual({ out: configReference(), err: '', status: 0 })
  })

  test('print prints what is in force', () => {
    const { out, status } = run('print', '--set', 'log.level=warn', '--set', 'site.enabled=false')
    expect(out).toContain('level = "warn"\n')
    expect(out).toContain('enabled = false\n')
    expect(status).toBe(0)
  })

  test('check is short when all is well', () => {
    expect(run('check', ...quiet)).toEqual({ out: 'configuration is good\n', err: '', status: 0 })
  })

  test('check warns on standard error and still says that it is good', () => {
    const { out, err, status } = run(
      'check',
      ...quiet,
      '--set',
      'tracker.https=127.0.0.1:0',
      '--set',
      'tracker.tls_certificate=/nowhere/cert.pem',
      '--set',
      `tracker.tls_key=${import.meta.filename}`,
    )
    expect(out).toBe('configuration is good\n')
    expect(err).toBe(
      'warning: tracker.tls_certificate = "/nowhere/cert.pem": cannot be read; make sure that the server can\n',
    )
    expect(status).toBe(0)
  })

  test.each(['check', 'print'])('%s tells every problem and fails', (name) => {
    const { out, err, status } = run(name, '--set', 'mode=closed', '--set', 'x=1')
    expect(out).toBe('')
    expect(err.split('\n')).toHaveLength(3)
    expect(err).toContain('--set: mode = "closed": ')
    expect(status).toBe(1)
  })

  test('a file that is not there is told', () => {
    const { err, status } = run('check', '--config', '/nowhere/waggle.toml')
    expect(err).toContain('/nowhere/waggle.toml: cannot be read (there is no such file)')
    expect(status).toBe(1)
  })
})
