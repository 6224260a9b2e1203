import { describe, expect, test } from 'vitest'
import { queryParametersMax } from '#base/limits'
import { Announce, AnnounceEvent, counterMax, numwantUnstated } from '../announce.ts'
import { ascii } from '../bytes.ts'
import { Failure } from '../failure.ts'
import { decodeAnnounceQuery } from './decode-announce-query.ts'

const hashHex = '123456789abcdef123456789abcdef123456789a'
const hash = '%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A'
const peerId = '-TS0001-000000000001'
const identity = `info_hash=${hash}&peer_id=${peerId}&port=6881`
const base = `${identity}&uploaded=0&downloaded=0&left=0&compact=1`

const announce = new Announce()

function decode(query: string): Failure {
  return decodeAnnounceQuery(ascii(query), 0, query.length, announce)
}

/** The record after a query that must be good. */
function accepted(query: string): Announce {
  expect(decode(query)).toBe(Failure.none)
  return announce
}

function left(value: string): number {
  return accepted(`${identity}&left=${value}`).left
}

function event(value: string): AnnounceEvent {
  return accepted(`${identity}&event=${value}`).event
}

function numwant(value: string): number {
  return accepted(`${identity}&numwant=${value}`).numwant
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

describe('a whole announce', () => {
  test('fills every field but the address', () => {
    announce.address.fill(7)
    announce.family = 6
    accepted(
      `info_hash=${hash}&peer_id=${peerId}&port=6881&uploaded=11&downloaded=22&left=33&event=started&numwant=44&compact=0`,
    )
    expect(hex(announce.infoHash)).toBe(hashHex)
    expect(hex(announce.peerId)).toBe(Buffer.from(peerId).toString('hex'))
    expect(announce).toMatchObject({ port: 6881, uploaded: 11, downloaded: 22, left: 33 })
    expect(announce).toMatchObject({ event: AnnounceEvent.started, numwant: 44, compact: false })
    expect(announce.family).toBe(6)
    expect(announce.address).toEqual(new Uint8Array(16).fill(7))
  })

  test('keeps nothing of the one before', () => {
    accepted(`${base}&uploaded=9&event=stopped&numwant=5&compact=0`)
    accepted(identity)
    expect(announce).toMatchObject({ uploaded: 0, downloaded: 0, left: 1, compact: true })
    expect(announce).toMatchObject({ event: AnnounceEvent.none, numwant: numwantUnstated })
  })

  test('is read between start and end only', () => {
    const text = `port=1&${identity}&port=2`
    const end = 7 + identity.length
    expect(decodeAnnounceQuery(ascii(text), 7, end, announce)).toBe(Failure.none)
    expect(announce.port).toBe(6881)
  })

  test('may have its parameters in any order', () => {
    const parts = `${base}&event=started&numwant=7&key=1&x`.split('&')
    for (let turn = 0; turn < parts.length; turn++) {
      parts.push(parts.shift() as string)
      accepted(parts.toReversed().join('&'))
      expect(announce).toMatchObject({ port: 6881, left: 0, numwant: 7 })
    }
  })

  test('may have escaped names', () => {
    expect(accepted(base.replace('info_hash', 'info%5Fhash').replace('left', '%6ceft')).left).toBe(
      0,
    )
  })

  test('may be appended to a query with a second ?', () => {
    accepted(`passkey=abc?${base}`)
    expect(hex(announce.infoHash)).toBe(hashHex)
  })

  test('ignores what it does not know, names of object properties included', () => {
    accepted(
      `__proto__=1&constructor=2&toString=3&${base}&ip=1.2.3.4&ipv4=1.2.3.4&ipv6=[::1]:99&key=%zz&trackerid=%ff&corrupt=0&azudp=1&no_peer_id=1&supportcrypto=1&redundant=0&Port=1&left%00=5`,
    )
    expect(announce).toMatchObject({ port: 6881, left: 0 })
  })
})

describe('info_hash', () => {
  const rest = `peer_id=${peerId}&port=6881&left=0`

  test('missing is a failure', () => {
    expect(decode(rest)).toBe(Failure.infoHashMissing)
    expect(decode('')).toBe(Failure.infoHashMissing)
  })

  test.for([
    ['empty', ''],
    ['19 bytes', 'a'.repeat(19)],
    ['21 bytes', 'a'.repeat(21)],
    ['40 hexadecimal digits', hashHex],
    ['32 bytes of a whole v2 hash', '%aa'.repeat(32)],
  ])('%s is a failure', ([, value]) => {
    expect(decode(`info_hash=${value}&${rest}`)).toBe(Failure.infoHashLength)
  })

  test.for(['%', '%1', '%zz', '%u0041', '%%41'])('a bad escape %s is a failure', (escape) => {
    expect(decode(`info_hash=${'a'.repeat(19)}${escape}&${rest}`)).toBe(Failure.infoHashEscape)
    expect(decode(`info_hash=${escape}${'z'.repeat(19)}&${rest}`)).toBe(Failure.infoHashEscape)
  })

  test('given twice is a failure, even if both are the same', () => {
    expect(decode(`${base}&info_hash=${hash}`)).toBe(Failure.infoHashRepeated)
    expect(decode(`${base}&info_hash=x`)).toBe(Failure.infoHashRepeated)
    expect(decode(`info_hash=x&${base}`)).toBe(Failure.infoHashRepeated)
  })

  test('keeps every byte: nothing is decoded as UTF-8', () => {
    accepted(`info_hash=${'%00'.repeat(20)}&${rest}`)
    expect(hex(announce.infoHash)).toBe('00'.repeat(20))
    accepted(`info_hash=${'%ff'.repeat(20)}&${rest}`)
    expect(hex(announce.infoHash)).toBe('ff'.repeat(20))
    accepted(`info_hash=${'%c3%a9'.repeat(10)}&${rest}`)
    expect(hex(announce.infoHash)).toBe('c3a9'.repeat(10))
  })

  test('keeps a plus sign', () => {
    accepted(`info_hash=${'+'.repeat(20)}&${rest}`)
    expect(hex(announce.infoHash)).toBe('2b'.repeat(20))
  })

  test('takes what clients leave unescaped', () => {
    const literal = `-_.~!*'()/:@,;$"<>|^`
    accepted(`info_hash=${literal}&${rest}`)
    expect(Buffer.from(announce.infoHash).toString('latin1')).toBe(literal)
  })
})

describe('peer_id', () => {
  const rest = `info_hash=${hash}&port=6881&left=0`

  test('missing or not 20 bytes is a failure', () => {
    expect(decode(rest)).toBe(Failure.peerIdMissing)
    expect(decode(`${rest}&peer_id=`)).toBe(Failure.peerIdLength)
    expect(decode(`${rest}&peer_id=${'a'.repeat(19)}`)).toBe(Failure.peerIdLength)
    expect(decode(`${rest}&peer_id=${'a'.repeat(21)}`)).toBe(Failure.peerIdLength)
  })

  test('with a bad escape is a failure', () => {
    expect(decode(`${rest}&peer_id=${'a'.repeat(19)}%zz`)).toBe(Failure.peerIdEscape)
  })
})

describe('port', () => {
  const rest = `info_hash=${hash}&peer_id=${peerId}&left=0`

  test.for([
    'abc',
    '-1',
    '65536',
    '1.5',
    '0x1AE1',
    '',
    '%206881',
    '6881%20',
    '+1',
    '%zz',
    '1e3',
    '٣',
  ])('"%s" is a failure', (value) => {
    const query = Buffer.from(`${rest}&port=${value}`)
    expect(decodeAnnounceQuery(query, 0, query.length, announce)).toBe(Failure.portInvalid)
  })

  test('missing is a failure', () => {
    expect(decode(rest)).toBe(Failure.portInvalid)
    expect(decode(`${rest}&port`)).toBe(Failure.portInvalid)
    expect(decode(`${rest}&event=stopped`)).toBe(Failure.portInvalid)
  })

  test('0 is a failure unless the peer leaves', () => {
    expect(decode(`${rest}&port=0`)).toBe(Failure.portInvalid)
    expect(decode(`${rest}&port=0&event=started`)).toBe(Failure.portInvalid)
    expect(accepted(`${rest}&port=0&event=stopped`).port).toBe(0)
    expect(accepted(`event=stopped&${rest}&port=0`).port).toBe(0)
  })

  test.for([
    ['1', 1],
    ['65535', 65535],
    ['06881', 6881],
    ['%36881', 6881],
    [`${'0'.repeat(40)}1`, 1],
  ] as const)('%s is %d', ([value, port]) => {
    expect(accepted(`${rest}&port=${value}`).port).toBe(port)
  })
})

describe('left', () => {
  test('0 is a seeder, however many zeros', () => {
    expect(left('0')).toBe(0)
    expect(left('00')).toBe(0)
  })

  test('missing is a leecher', () => {
    expect(accepted(identity).left).toBe(1)
    expect(accepted(`${identity}&left`).left).toBe(1)
  })

  test.for([
    '',
    '-1',
    '-0',
    'NaN',
    'null',
    'abc',
    '+0',
    '1e3',
    '0.0',
    '0x0',
    '%200',
    '%zz',
    '0%00',
  ])('"%s" is a leecher', (value) => {
    expect(left(value)).toBe(1)
  })

  test('of 2^32 is a leecher, not a seeder', () => {
    expect(left('4294967296')).toBe(2 ** 32)
  })

  test.for(['9007199254740993', '18446744073709551615', '18446744073709551616', '9'.repeat(40)])(
    'of %s is kept at the limit',
    (value) => {
      expect(left(value)).toBe(counterMax)
    },
  )

  test('is exact up to the limit', () => {
    expect(left(`${counterMax - 1}`)).toBe(counterMax - 1)
    expect(left(`${counterMax}`)).toBe(counterMax)
    expect(left(`${counterMax + 1}`)).toBe(counterMax)
  })
})

describe('uploaded and downloaded', () => {
  test.for(['', '-1', 'abc', '1.5', '%zz'])('"%s" is 0 and no failure', (value) => {
    accepted(`${identity}&uploaded=${value}&downloaded=${value}`)
    expect(announce).toMatchObject({ uploaded: 0, downloaded: 0 })
  })

  test('huge ones are kept at the limit', () => {
    accepted(`${identity}&uploaded=${'9'.repeat(99)}&downloaded=18446744073709551615`)
    expect(announce).toMatchObject({ uploaded: counterMax, downloaded: counterMax })
  })

  test('are not exchanged', () => {
    accepted(`${identity}&uploaded=1&downloaded=2`)
    expect(announce).toMatchObject({ uploaded: 1, downloaded: 2 })
  })
})

describe('event', () => {
  test.for([
    ['started', AnnounceEvent.started],
    ['stopped', AnnounceEvent.stopped],
    ['completed', AnnounceEvent.completed],
    ['paused', AnnounceEvent.paused],
    ['STARTED', AnnounceEvent.started],
    ['Stopped', AnnounceEvent.stopped],
    ['%73tarted', AnnounceEvent.started],
  ] as const)('%s is understood', ([value, expected]) => {
    expect(event(value)).toBe(expected)
  })

  test.for(['', 'empty', 'none', 'update', 'foo', 'started%00', 'starte', 'startedx', '%zz'])(
    '"%s" is a regular announce',
    (value) => {
      expect(event(value)).toBe(AnnounceEvent.none)
    },
  )

  test('completed with something left stays as it was sent', () => {
    accepted(`${identity}&left=16384&event=completed`)
    expect(announce).toMatchObject({ left: 16384, event: AnnounceEvent.completed })
  })
})

describe('numwant', () => {
  test.for(['', '-1', '-2', 'abc', '1.5'])('"%s" is the default', (value) => {
    expect(numwant(value)).toBe(numwantUnstated)
  })

  test('0 is no peers, not the default', () => {
    expect(numwant('0')).toBe(0)
  })

  test('a number is itself, a huge one a large integer', () => {
    expect(numwant('1')).toBe(1)
    expect(numwant('200')).toBe(200)
    expect(numwant('1000000000')).toBe(1_000_000_000)
    expect(numwant(`1${'0'.repeat(30)}`)).toBe(0x7fffffff)
  })
})

describe('compact', () => {
  test.for(['1', '2', '', 'no', '00', '-0', 'false'])('"%s" is compact', (value) => {
    expect(accepted(`${identity}&compact=${value}`).compact).toBe(true)
  })

  test('only 0 is a list', () => {
    expect(accepted(`${identity}&compact=0`).compact).toBe(false)
    expect(accepted(`${identity}&compact=%30`).compact).toBe(false)
  })
})

describe('several', () => {
  test('the first of a repeated parameter counts', () => {
    accepted(`${base}&port=1&left=5&uploaded=9&event=&event=stopped&numwant=3&numwant=4&compact=0`)
    expect(announce).toMatchObject({ port: 6881, left: 0, uploaded: 0, numwant: 3, compact: true })
    expect(announce.event).toBe(AnnounceEvent.none)
    accepted(`peer_id=${peerId}&${base}&peer_id=x&ipv4=1.1.1.1&ipv4=2.2.2.2`)
  })

  test('of several failures the same one is told in any order', () => {
    const parts = ['info_hash=x', 'peer_id=y', 'port=z']
    expect(decode(parts.join('&'))).toBe(Failure.infoHashLength)
    expect(decode(parts.toReversed().join('&'))).toBe(Failure.infoHashLength)
  })

  test('more parameters than are looked at are a failure, whatever they are', () => {
    const fill = queryParametersMax - base.split('&').length
    accepted(`${base}${'&x=1'.repeat(fill)}`)
    expect(decode(`${base}${'&x=1'.repeat(fill + 1)}`)).toBe(Failure.parametersTooMany)
    expect(decode('a&'.repeat(10_000))).toBe(Failure.parametersTooMany)
  })
})
