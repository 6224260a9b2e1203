import { expect, test } from 'vitest'
import { bindFinding } from './bind-finding.ts'
import type { Finding } from './finding.ts'

const address = { host: '0.0.0.0', port: 80, family: 4 } as const

function findingOf(code: string): Finding {
  return bindFinding({ text: 'it fails', code }, 'udp', address)
}

test('a port of the system is no fault where the service may have it, and nobody else is looked for', () => {
  for (const code of ['EACCES', 'EPERM']) {
    const { outcome, remedy } = findingOf(code)
    expect(outcome).toBe('warn')
    expect(remedy).toContain('CAP_NET_BIND_SERVICE')
    expect(remedy).not.toContain('ss -l')
  }
})

test('each other reason has a remedy of its own', () => {
  expect(findingOf('EADDRINUSE')).toEqual({
    check: 'ports',
    outcome: 'fail',
    text: 'it fails',
    remedy: "see who has it: ss -lunp 'sport = :80'",
  })
  expect(findingOf('EADDRNOTAVAIL').remedy).toContain('ip address')
  expect(findingOf('').outcome).toBe('fail')
  expect(findingOf('').remedy).toContain('choose another')
})
