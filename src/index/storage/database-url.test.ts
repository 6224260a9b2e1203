import { expect, test } from 'vitest'
import { parseDatabaseUrl } from './database-url.ts'

test.for([
  ['sqlite:waggle.db', '/var/lib/waggle/waggle.db'],
  ['sqlite:sub/other.db', '/var/lib/waggle/sub/other.db'],
  ['sqlite:/srv/waggle.db', '/srv/waggle.db'],
] as const)('%s is a file of the data directory, or where it says', ([url, file]) => {
  const expected = { engine: 'sqlite', file, shown: `sqlite:${file}` }
  expect(parseDatabaseUrl(url, '/var/lib/waggle')).toEqual(expected)
})

test.for([
  ['postgres://me:se%2Fcret@db.example:5433/waggle', 'postgres://me@db.example:5433/waggle'],
  ['postgresql://db.example/waggle', 'postgres://db.example/waggle'],
  ['postgres://me@[2001:db8::1]/waggle?password=secret', 'postgres://me@[2001:db8::1]/waggle'],
  ['postgres:///waggle?host=/run/postgresql&user=me', 'postgres:///run/postgresql/waggle'],
] as const)('%s is shown without a password', ([url, shown]) => {
  const address = parseDatabaseUrl(url, '/')
  expect(address).toMatchObject({ engine: 'postgres', shown })
})

test.for(['require', 'prefer', 'verify-ca'])('sslmode %s looks at the certificate', (mode) => {
  const url = `postgres://me:secret@db.example/waggle?sslmode=${mode}&sslrootcert=/ca.pem`
  const expected = url.replace(mode, 'verify-full').replace('=/ca', '=%2Fca')
  expect(parseDatabaseUrl(url, '/')).toMatchObject({ url: expected })
})

test.for(['postgres://me:p#ss@word/@db:port/waggle', 'mysql://me:secret@db/waggle', 'waggle.db'])(
  'what cannot be read is refused without repeating it: %s',
  (url) => {
    const read = (): unknown => parseDatabaseUrl(url, '/')
    expect(read).toThrow(expect.objectContaining({ code: 'refused' }))
    expect(read).toThrow(/^(?!.*(?:secret|p#ss|waggle\.db))/)
  },
)
