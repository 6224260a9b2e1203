import { describe, expect, test } from 'vitest'
import { readHash, readSubject } from './read-subject.ts'

const bytes = Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex')
const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

describe('an info-hash is read', () => {
  test.each([
    ['in hex', '00112233445566778899aabbccddeeff01234567'],
    ['in upper case', '00112233445566778899AABBCCDDEEFF01234567'],
    ['in base32', 'AAISEM2EKVTHPCEZVK54ZXPO74ASGRLH'],
    ['in base32 in lower case', 'aaisem2ekvthpcezvk54zxpo74asgrlh'],
    ['percent-encoded', percent],
    ['percent-encoded where it must be', '%00%11%223DUfw%88%99%aa%bb%cc%dd%ee%ff%01%23Eg'],
    [
      'of version 2, of which clients announce the beginning',
      `00112233445566778899aabbccddeeff01234567${'ab'.repeat(12)}`,
    ],
    [
      'from a magnet link',
      'magnet:?dn=x&xt=urn:btih:00112233445566778899aabbccddeeff01234567&tr=y',
    ],
    [
      'from a magnet link of version 2',
      `magnet:?xt=urn:btmh:122000112233445566778899aabbccddeeff01234567${'ab'.repeat(12)}`,
    ],
  ])('%s', (_, text) => {
    expect(Buffer.from(readHash(text)).toString('hex')).toBe(bytes.toString('hex'))
  })

  test.each(['', '0011', 'zz'.repeat(20), '%zz'.repeat(20), 'a'.repeat(20), '00'.repeat(21)])(
    'or refused with all that may be written: %s',
    (text) => {
      expect(() => readHash(text)).toThrow(/is no info-hash and no announce address; write 40 hex/)
    },
  )
})

describe('an address is read', () => {
  test('with its protocol, port, path and query as they are', () => {
    const text = 'HTTP://tracker.example:6969/12/345xabc/announce?info_hash=%00a&port=1#end'
    expect(readSubject(text, undefined)).toEqual({
      scheme: 'http',
      port: 6969,
      path: '/12/345xabc/announce',
      query: 'info_hash=%00a&port=1',
      infoHash: undefined,
    })
  })

  test('with the hash that is given beside it', () => {
    const subject = readSubject('udp://[2001:db8::1]:80/announce', bytes.toString('hex'))
    expect(subject).toMatchObject({ scheme: 'udp', port: 80, path: '/announce', query: '' })
    expect(subject.infoHash).toEqual(new Uint8Array(bytes))
  })

  test('without a host, and with the ports that go without saying', () => {
    expect(readSubject('/12/announce', undefined)).toMatchObject({ path: '/12/announce' })
    expect(readSubject('https://t.example/announce', undefined)).toMatchObject({
      scheme: 'https',
      port: 443,
    })
    expect(readSubject('/12/announce', undefined).scheme).toBeUndefined()
    expect(readSubject('udp://t.example', undefined)).toMatchObject({ path: '/', port: undefined })
  })

  test('and refused where it is of another kind, or names two torrents', () => {
    expect(() => readSubject('wss://t.example/', undefined)).toThrow('"wss" are not served here')
    const hash = bytes.toString('hex')
    expect(() => readSubject(hash, hash)).toThrow('two info-hashes')
    expect(() => readSubject(`/announce?info_hash=${percent}`, hash)).toThrow('two info-hashes')
  })
})
