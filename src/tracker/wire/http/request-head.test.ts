import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { httpBodyBytesMax, httpHeaderBytesMax, httpTargetBytesMax } from '#base/limits'
import { ascii } from '../bytes.ts'
import { acceptsGzip } from './content-coding.ts'
import {
  decodeRequest,
  Method,
  mayEndHead,
  RequestHead,
  RequestStatus,
  requestBytesMax,
} from './request-head.ts'

const bytes = new Uint8Array(256 * 1024)
const head = new RequestHead(bytes)
const { complete, incomplete, malformed } = RequestStatus

/** Reads `text` from `start` on; what stands behind it would complete any request. */
function decode(text: string, start = 64): RequestStatus {
  const end = start + text.length
  bytes.fill(0x2e)
  bytes.set(Buffer.from(text, 'latin1'), start)
  bytes.set(ascii(' HTTP/1.1\r\n\r\n'), end)
  return decodeRequest(head, start, end)
}

function textOf(start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1')
}

function request(target: string, fields: readonly string[] = [], body = '', minor = 1): string {
  const lines = [`GET ${target} HTTP/1.${minor}`, ...fields]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

describe('a whole request', () => {
  test('is read to its end', () => {
    const text = request('/announce?a=b', ['Host: tracker', 'User-Agent: x y'])
    expect(decode(`${text}GET`, 100)).toBe(complete)
    expect(textOf(head.targetStart, head.targetEnd)).toBe('/announce?a=b')
    expect(head).toMatchObject({ start: 100, end: 100 + text.length, method: Method.get })
    expect(head.isKeptAlive).toBe(true)
  })

  test('may follow empty lines', () => {
    expect(decode(`\r\n\r\n${request('/')}`, 10)).toBe(complete)
    expect(head.start).toBe(14)
    expect(decode('\r\n\r\n', 10)).toBe(incomplete)
    expect(head.start).toBe(14)
    expect(decode('\r', 10)).toBe(incomplete)
  })

  test('may have any printable character in its target', () => {
    const target = Array.from({ length: 0x7f - 0x21 }, (_, index) =>
      String.fromCharCode(0x21 + index),
    ).join('')
    expect(decode(request(target))).toBe(complete)
    expect(textOf(head.targetStart, head.targetEnd)).toBe(target)
  })

  test('may have the longest target, the longest fields and the longest body', () => {
    const field = `X: ${'y'.repeat(httpHeaderBytesMax - 2 - 21 - 'Content-Length: 16384'.length)}`
    const fields = [field, `Content-Length: ${httpBodyBytesMax}`]
    const text = request(
      '/'.padEnd(httpTargetBytesMax, 'x'),
      fields.map((line) => line.slice(0, httpHeaderBytesMax)),
      'b'.repeat(httpBodyBytesMax),
    )
    expect(text.length).toBeLessThanOrEqual(requestBytesMax)
    expect(decode(text)).toBe(complete)
    expect(head.end).toBe(64 + text.length)
  })

  test.for([
    ['GET', Method.get],
    ['HEAD', Method.head],
    ['POST', Method.other],
    ['get', Method.other],
    ['GETS', Method.other],
    ["!#$%&'*+-.^_`|~", Method.other],
  ] as const)('%s is told from the others', ([name, method]) => {
    expect(decode(`${name} /announce HTTP/1.1\r\n\r\n`)).toBe(complete)
    expect(head.method).toBe(method)
    expect(head.isKeptAlive).toBe(method === Method.get)
  })

  test('of another method is complete without its body', () => {
    const text = 'POST /announce HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n'
    expect(decode(text)).toBe(complete)
    expect(head.end).toBe(64 + text.length)
  })
})

describe('the connection', () => {
  test.for([
    [1, [], true],
    [1, ['Connection: close'], false],
    [1, ['connection:CLOSE'], false],
    [1, ['Connection: close, TE'], false],
    [1, ['Connection: TE ,\tclose\t'], false],
    [1, ['Connection: keep-alive', 'Connection: close'], false],
    [1, ['Connection: closed'], true],
    [1, ['Connection: "close"'], true],
    [1, ['X-Connection: close'], true],
    [0, [], false],
    [0, ['Connection: keep-alive'], true],
    [0, ['Connection: Keep-Alive, x'], true],
    [0, ['Connection: keep-alive, close'], false],
  ] as const)('of HTTP/1.%i with %j is kept: %j', ([minor, fields, isKept]) => {
    expect(decode(request('/', fields, '', minor))).toBe(complete)
    expect(head.isKeptAlive).toBe(isKept)
    expect(head.minorVersion).toBe(minor)
  })
})

describe('a body', () => {
  const chunked = 'Transfer-Encoding: chunked'

  test.for([
    [['Content-Length: 5'], 'hello'],
    [['Content-Length: 0'], ''],
    [['Content-Length: 0005', 'content-length:5'], 'hello'],
    [[chunked], '0\r\n\r\n'],
    [[chunked], '5\r\nhello\r\n0\r\n\r\n'],
    [['transfer-encoding:\tCHUNKED '], '00A;x="y"\r\n0123456789\r\n1 \r\nx\r\n000\r\n\r\n'],
    [[chunked], '0\r\nTrailer: x\r\nAnother: y\r\n\r\n'],
  ] as const)('with %j is skipped', ([fields, body]) => {
    const text = request('/', fields, body)
    expect(decode(text + request('/next'))).toBe(complete)
    expect(head.end).toBe(64 + text.length)
    for (let length = 1; length < text.length; length++)
      expect(decode(text.slice(0, length)), `cut at ${length}`).toBe(incomplete)
  })

  test('that is missing is known to be', () => {
    const text = request('/', ['Content-Length: 10'])
    expect(decode(`${text}12345`)).toBe(incomplete)
    expect(head.neededEnd).toBe(64 + text.length + 10)
    expect(decode('GET / HTTP/1.1\r\n')).toBe(incomplete)
    expect(head.neededEnd).toBe(0)
  })

  test.for([
    [['Content-Length: 5', chunked]],
    [[chunked, 'Content-Length: 5']],
    [['Content-Length: 5', 'Content-Length: 6']],
    [['Content-Length: 5, 5']],
    [['Content-Length: +5']],
    [['Content-Length: -5']],
    [['Content-Length: 5x']],
    [['Content-Length: 0x5']],
    [['Content-Length:']],
    [['Content-Length: 1234567890123']],
    [[chunked, chunked]],
    [['Transfer-Encoding: chunked, chunked']],
    [['Transfer-Encoding: gzip, chunked']],
    [['Transfer-Encoding: identity']],
    [['Transfer-Encoding:']],
  ] as const)('with %j is refused', ([fields]) => {
    expect(decode(request('/', fields, '0\r\n\r\n'))).toBe(malformed)
  })

  test('in chunks is refused of HTTP/1.0', () => {
    expect(decode(request('/', [chunked], '0\r\n\r\n', 0))).toBe(malformed)
  })

  test.for([
    'x',
    '\r\n',
    'g\r\n',
    '5\nhello',
    '5\r\nhello0\r\n',
    '5x\r\n',
    '-1\r\n',
    '0\r\n\n',
    '0\r\nX\n',
  ])('in chunks like %j is refused', (body) =>
    expect(decode(request('/', [chunked], `${body}\r\n\r\n`))).toBe(malformed),
  )

  test('that is too large is refused at once', () => {
    const { bodyTooLarge } = RequestStatus
    expect(decode(request('/', [`Content-Length: ${httpBodyBytesMax + 1}`]))).toBe(bodyTooLarge)
    expect(decode(request('/', [chunked], 'fffffff\r\n'))).toBe(bodyTooLarge)
    const chunks = '1\r\nx\r\n'.repeat(httpBodyBytesMax / 6 + 1)
    expect(decode(request('/', [chunked], chunks))).toBe(bodyTooLarge)
  })
})

describe('what is no request', () => {
  test.for([
    ['a control character in the target', 'GET /\x01 HTTP/1.1\r\n\r\n'],
    ['DEL in the target', 'GET /\x7f HTTP/1.1\r\n\r\n'],
    ['NUL in the target', 'GET /\0 HTTP/1.1\r\n\r\n'],
    ['a byte from 0x80 in the target', 'GET /\x80 HTTP/1.1\r\n\r\n'],
    ['a space in the target', 'GET /a b HTTP/1.1\r\n\r\n'],
    ['a tab for a space', 'GET\t/ HTTP/1.1\r\n\r\n'],
    ['two spaces', 'GET  / HTTP/1.1\r\n\r\n'],
    ['no target', 'GET HTTP/1.1\r\n\r\n'],
    ['HTTP/0.9', 'GET /announce\r\n\r\n'],
    ['a space after the version', 'GET / HTTP/1.1 \r\n\r\n'],
    ['a lower-case version', 'GET / http/1.1\r\n\r\n'],
    ['a version of two digits', 'GET / HTTP/1.10\r\n\r\n'],
    ['lone line feeds', 'GET / HTTP/1.1\nHost: x\n\n'],
    ['a lone line feed after a field', 'GET / HTTP/1.1\r\nHost: x\n\r\n'],
    ['a lone carriage return', 'GET / HTTP/1.1\r\nHost: x\ry\r\n\r\n'],
    ['a carriage return in place of the empty line', 'GET / HTTP/1.1\r\n\rX: y\r\n\r\n'],
    ['a blank before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['a folded line', 'GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n'],
    ['a blank before the first field', 'GET / HTTP/1.1\r\n Host: x\r\n\r\n'],
    ['a field without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n'],
    ['a field without a colon', 'GET / HTTP/1.1\r\nnonsense\r\n\r\n'],
    ['a name with a strange character', 'GET / HTTP/1.1\r\nHo(st: x\r\n\r\n'],
    ['a name with a byte from 0x80', 'GET / HTTP/1.1\r\nH\xf6st: x\r\n\r\n'],
    ['NUL in a value', 'GET / HTTP/1.1\r\nHost: \0\r\n\r\n'],
    ['a control character in a value', 'GET / HTTP/1.1\r\nHost: \x1b\r\n\r\n'],
    ['a line before the request', 'x\r\nGET / HTTP/1.1\r\n\r\n'],
    ['a TLS hello', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'],
    ['a BitTorrent handshake', '\x13BitTorrent protocol\0\0\0\0\0\0\0\0'],
  ])('%s is malformed', ([, text]) => expect(decode(text ?? '')).toBe(malformed))

  test.for(['HTTP/2.0', 'HTTP/0.9', 'HTTP/1.2', 'HTTP/3.7'])('%s is not spoken', (version) => {
    expect(decode(`GET / ${version}\r\n\r\n`)).toBe(RequestStatus.versionUnsupported)
  })

  test('is known when it grows too long, whole or not', () => {
    const { targetTooLong, headersTooLarge, methodUnknown } = RequestStatus
    const target = 'x'.repeat(httpTargetBytesMax + 1)
    expect(decode(`GET ${target}`)).toBe(targetTooLong)
    expect(decode(request(target))).toBe(targetTooLong)
    expect(decode(`GET ${target.slice(1)}`)).toBe(incomplete)
    const field = `X: ${'y'.repeat(httpHeaderBytesMax - 7)}`
    expect(decode(request('/', [field]))).toBe(complete)
    expect(decode(request('/', [`${field}z`]))).toBe(headersTooLarge)
    expect(decode(`GET / HTTP/1.1\r\nX: ${'y'.repeat(httpHeaderBytesMax)}`)).toBe(headersTooLarge)
    expect(decode(`GET / HTTP/1.1\r\n${'y'.repeat(httpHeaderBytesMax + 1)}`)).toBe(headersTooLarge)
    expect(decode('X'.repeat(32))).toBe(methodUnknown)
  })
})

function proxyLines(): string[] {
  const { fields } = head
  return Array.from({ length: fields.proxyLines }, (_, line) =>
    textOf(fields.proxyStarts[line] ?? 0, fields.proxyEnds[line] ?? 0),
  )
}

describe('fields for the tracker', () => {
  test.for(['x-forwarded-for', 'x-real-ip', 'forwarded'])('%s is found by its name', (name) => {
    head.fields.proxyHeader = ascii(name)
    const fields = ['Host: h', `${name.toUpperCase()}:  1.2.3.4 , ::1\t`, `${name}: 5.6.7.8`]
    expect(decode(request('/', [...fields, `${name}x: 9`, 'Accept-Encoding: br']))).toBe(complete)
    expect(proxyLines()).toEqual(['1.2.3.4 , ::1', '5.6.7.8'])
    head.fields.proxyHeader = ascii('')
    expect(decode(request('/', fields))).toBe(complete)
    expect(proxyLines()).toEqual([])
  })

  test('of many lines of a proxy the last are kept', () => {
    head.fields.proxyHeader = ascii('x-real-ip')
    const lines = Array.from({ length: 20 }, (_, index) => `${index}`)
    expect(
      decode(
        request(
          '/',
          lines.map((line) => `X-Real-IP: ${line}`),
        ),
      ),
    ).toBe(complete)
    expect(proxyLines()).toEqual(lines.slice(4))
    head.fields.proxyHeader = ascii('')
  })

  test.for([
    ['gzip', true],
    ['br;q=1.0, GZIP;q=0.8', true],
    ['*', true],
    ['identity', false],
    ['gzip;q=0', false],
    ['gzip ; q=0.000', false],
    ['gzip;q=0.001', true],
    ['xgzip, gzipx', false],
    ['', false],
  ] as const)('Accept-Encoding: %s means gzip: %j', ([value, isMeant]) => {
    expect(decode(request('/', [`Accept-Encoding: ${value}`]))).toBe(complete)
    const { acceptEncodingStart, acceptEncodingEnd } = head.fields
    expect(acceptsGzip(bytes, acceptEncodingStart, acceptEncodingEnd)).toBe(isMeant)
  })

  test('values may hold tabs and bytes from 0x80 on', () => {
    expect(decode(request('/', ['X: a\tb\xff\x80c d', 'Connection: close']))).toBe(complete)
    expect(head.isKeptAlive).toBe(false)
  })
})

describe('whatever comes', () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 60,
  })
  const name = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/)
  const value = fc.stringMatching(/^[\t -~\x80-\xff]{0,40}$/)
  const field = fc
    .tuple(name, value)
    .filter(([given]) => !/^(?:connection|content-length|transfer-encoding)$/i.test(given))
    .map(([given, text]) => `${given}:${text}`)
  const known = fc.constantFrom('Connection: close', 'Connection: keep-alive', 'Content-Length: 3')
  const whole = fc
    .tuple(
      printable,
      fc.array(fc.oneof(field, known), { maxLength: 6 }),
      fc.integer({ min: 0, max: 1 }),
    )
    .map(([target, fields, minor]) => ({
      target,
      text: request(
        target,
        fields,
        fields.some((line) => line.startsWith('Content-L')) ? 'abc' : '',
        minor,
      ),
    }))

  test('a request is incomplete at every byte but its last, wherever it stands', () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 3, max: 90 }), ({ target, text }, start) => {
        for (let length = 0; length < text.length; length++)
          expect(decode(text.slice(0, length), start)).toBe(incomplete)
        expect(decode(text, start)).toBe(complete)
        expect(head.end).toBe(start + text.length)
        expect(textOf(head.targetStart, head.targetEnd)).toBe(target)
      }),
      { numRuns: 30 },
    )
  })

  test('requests that follow each other are found one by one', () => {
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1, maxLength: 20 }), (requests) => {
        let at = 64
        const status = decode(requests.map(({ text }) => text).join(''), at)
        expect(status).toBe(complete)
        const end = at + requests.reduce((sum, { text }) => sum + text.length, 0)
        for (const { target, text } of requests) {
          expect(decodeRequest(head, at, end)).toBe(complete)
          expect(textOf(head.targetStart, head.targetEnd)).toBe(target)
          at += text.length
          expect(head.end).toBe(at)
        }
      }),
    )
  })

  test('bytes at random are refused, waited for or read, and nothing else', () => {
    const statuses = Object.values(RequestStatus)
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given).toString('latin1')),
      fc.tuple(whole, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([{ text }, at, code]) => {
        const place = at % text.length
        return text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1)
      }),
    )
    fc.assert(
      fc.property(noise, (text) => {
        const status = decode(text)
        expect(statuses).toContain(status)
        if (status !== complete) return
        expect(head.targetStart).toBeLessThan(head.targetEnd)
        expect(head.targetEnd).toBeLessThan(head.end)
        expect(head.end).toBeLessThanOrEqual(64 + text.length)
        expect(textOf(head.targetStart, head.targetEnd)).toMatch(/^[!-~]+$/)
      }),
      { numRuns: 3000 },
    )
  })

  test('an unfinished head is only worth another look when an empty line came', () => {
    fc.assert(
      fc.property(whole, fc.nat(), ({ text }, cut) => {
        const first = 1 + (cut % (text.length - 1))
        const status = decode(text.slice(0, first))
        const isUnfinished = status === incomplete && head.neededEnd === 0
        decode(text)
        if (isUnfinished) expect(mayEndHead(bytes, 64 + first, 64 + text.length)).toBe(true)
      }),
    )
  })
})
