import { describe, expect, test } from 'vitest'
import { readOverrides } from './overrides.ts'

describe('readOverrides', () => {
  test.each([
    ['mode=open', 'mode', 'open'],
    ['mode="open"', 'mode', 'open'],
    ['tracker.full_scrape=true', 'tracker.full_scrape', true],
    ['tracker.peers_max=10_000', 'tracker.peers_max', 10_000],
    [' log.level = debug ', 'log.level', 'debug'],
    ['site.url=http://x/?a=b', 'site.url', 'http://x/?a=b'],
    ['site.url=', 'site.url', ''],
    ['data.directory=2026', 'data.directory', '2026'],
    ['data.directory=2026-11-20', 'data.directory', '2026-11-20'],
    ['data.directory=true', 'data.directory', 'true'],
    ['tracker.udp=["127.0.0.1:0", "[::1]:0"]', 'tracker.udp', ['127.0.0.1:0', '[::1]:0']],
    ['tracker.udp=127.0.0.1:0', 'tracker.udp', ['127.0.0.1:0']],
    ['tracker.udp=[::1]:0', 'tracker.udp', ['[::1]:0']],
    ['tracker.udp=[]', 'tracker.udp', []],
    ['tracker.workers=1\nmode = "x"', 'tracker.workers', '1\nmode = "x"'],
    ['tracker.proxy_protocol=true', 'tracker.proxy_protocol', true],
    ['tracker.proxy_protocol=[::1]:0', 'tracker.proxy_protocol', ['[::1]:0']],
    ['tracker.proxy_protocol=[]', 'tracker.proxy_protocol', []],
    ['no.such_key=[1]', 'no.such_key', [1]],
  ])('reads %j', (text, key, value) => {
    expect(readOverrides([text])).toEqual({
      given: [{ key, value, origin: '--set' }],
      problems: [],
    })
  })

  test('counts the last of several for one key', () => {
    const { given } = readOverrides(['mode=a', 'log.level=info', 'mode=b'])
    expect(given.map(({ key, value }) => [key, value])).toEqual([
      ['mode', 'b'],
      ['log.level', 'info'],
    ])
  })

  test.each(['mode', '=open', '', ' =x'])('refuses %j', (text) => {
    expect(readOverrides([text]).problems).toEqual([
      {
        code: 'invalid_override',
        line: `--set ${JSON.stringify(text)}: is not key=value; write it like --set log.level=debug`,
      },
    ])
  })

  test.each(['tracker.udp', 'tracker.proxy_protocol'])(
    'recognises a list for %s whose quotes the shell removed',
    (key) => {
      const { given, problems } = readOverrides([`${key}=[127.0.0.1:0, [::1]:0]`])
      expect(given).toEqual([])
      expect(problems).toHaveLength(1)
      expect(problems[0]?.line).toContain(`write --set '${key}=["127.0.0.1:0", "[::1]:0"]'`)
    },
  )
})
