import { describe, expect, test } from 'vitest'
import { welcomeText } from './welcome.ts'

const list = 'Put one of these addresses into a torrent'

describe('the welcome', () => {
  test('says which address to use, who reaches it, and where to look next', () => {
    const text = welcomeText({
      mode: 'open',
      list,
      announce: [
        { url: 'udp://203.0.113.7:6969/announce', reach: 'internet' },
        { url: 'http://10.0.0.7:6969/announce', reach: 'network' },
        { url: 'http://127.0.0.1:6969/announce', reach: 'machine' },
      ],
      site: 'http://127.0.0.1:8080',
    })
    expect(text).toBe(`
Waggle runs as a tracker (mode open). Put one of these addresses into a torrent:

  udp://203.0.113.7:6969/announce  from the internet, if your firewall lets it in
  http://10.0.0.7:6969/announce    from your own network
  http://127.0.0.1:6969/announce   from this machine only

Its pages: http://127.0.0.1:8080/
Health and metrics: http://127.0.0.1:8080/healthz and http://127.0.0.1:8080/metrics

Ctrl+C stops it.
`)
  })

  test('names the addresses that the operator publishes, and needs no advice then', () => {
    const text = welcomeText({
      mode: 'open',
      list,
      announce: [{ url: 'udp://tracker.example:6969/announce', reach: 'published' }],
      site: undefined,
    })
    expect(text).toContain(
      '\n  udp://tracker.example:6969/announce  as you publish it (tracker.announce_urls)\n',
    )
    expect(text).not.toContain('forward the port')
  })

  test('advises those whom the internet does not reach, and is silent about a site that is off', () => {
    const text = welcomeText({
      mode: 'open',
      list,
      announce: [{ url: 'udp://10.0.0.7:6969/announce', reach: 'network' }],
      site: undefined,
    })
    expect(text).toContain('forward the port (UDP and TCP)')
    expect(text).not.toContain('Health')
  })
})
