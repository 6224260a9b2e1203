import { describe, expect, test } from 'vitest'
import {
  headRefusal,
  Persistence,
  refusals,
  replyHeadStart,
  rootReply,
  writeReplyHead,
} from './http-replies.ts'

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

test.for([
  [Persistence.implied, 0, 'Content-Length: 0\r\n\r\n'],
  [Persistence.closed, 7, 'Content-Length: 7\r\nConnection: close\r\n\r\n'],
  [Persistence.kept, 12_345, 'Content-Length: 12345\r\nConnection: keep-alive\r\n\r\n'],
] as const)('a head says how the connection goes on (%i) and that %i bytes follow', (each) => {
  const [persistence, length, end] = each
  const out = new Uint8Array(1024)
  out.set(replyHeadStart, 0)
  const start = writeReplyHead(out, 0, 512, 512 + length, persistence)
  expect(text(out.subarray(start, 512))).toBe(
    `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${end}`,
  )
})

describe('what is always the same', () => {
  const roots = ['', 'https://a.example'].map((url) => rootReply(url, 'This is a tracker.'))
  const replies = [...Object.values(refusals), ...roots]

  test('states its length and ends its connection', () => {
    for (const reply of replies.map(text)) {
      const [head = '', body = ''] = reply.split('\r\n\r\n')
      expect(head).toContain(`Content-Length: ${body.length}\r\n`)
      expect(head).toMatch(/\r\nConnection: close$/)
    }
  })

  test('names the method that is answered, also without a body', () => {
    expect(text(refusals[405])).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\nAllow: GET\r\n/)
    const [head, body] = text(headRefusal).split('\r\n\r\n')
    expect(`${head}\r\n\r\n`).toBe(text(refusals[405]).split(/(?<=\r\n\r\n)/)[0])
    expect(body).toBe('')
  })

  test('makes Transmission ask for fewer torrents', () => {
    expect(text(refusals[414])).toContain('Request-URI Too Long:')
  })

  test('leads a browser to the site', () => {
    expect(text(rootReply('https://a.example', 'Hello.'))).toMatch(
      /^HTTP\/1\.1 302 Found\r\nLocation: https:\/\/a\.example\r\n/,
    )
  })
})
