/** A network has what it may have and no more, and nobody pays for another. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '#tracker/wire/address'
import { LimitKind, Verdict } from './limit-kind.ts'
import { type NetworkLimitSettings, NetworkLimits } from './network-limits.ts'

const settings: NetworkLimitSettings = {
  ipv4PrefixBits: 24,
  ipv6PrefixBits: 48,
  burstSeconds: 10,
  perSecond: [5, 10, 2, 3],
}
const startSeconds = 1_800_000_000
const bytes = new Uint8Array(16)
const words = new Int32Array(bytes.buffer)

class Subject {
  readonly limits: NetworkLimits
  seconds = startSeconds

  constructor(changed: Partial<NetworkLimitSettings> = {}) {
    this.limits = new NetworkLimits({ settings: { ...settings, ...changed }, keys: [11, 12] })
    this.limits.nowSeconds = this.seconds
  }

  wait(seconds: number): void {
    this.seconds += seconds
    this.limits.nowSeconds = this.seconds
  }

  ask(kind: LimitKind, address: string): Verdict {
    const family = parseAddress(address, bytes)
    return this.limits.judge(kind, words, family === 6 ? 6 : 4)
  }

  /** How many of `count` requests from there are admitted. */
  admitted(kind: LimitKind, address: string, count: number): number {
    let sum = 0
    for (let one = 0; one < count; one++) if (this.ask(kind, address) === Verdict.admitted) sum++
    return sum
  }

  /** Others send so much together that networks are told apart. */
  makeBusy(): void {
    for (let other = 0; other < 1000; other++)
      this.ask(LimitKind.announce, `10.${other >> 8}.${other & 255}.1`)
  }
}

/** Not fewer than `count`, and hardly more: the first requests find no place where they could be counted. */
function expectAbout(count: number, admitted: number): void {
  expect(admitted).toBeGreaterThanOrEqual(count)
  expect(admitted).toBeLessThan(count + 20)
}

describe('limits of networks', () => {
  test('a network alone has its burst before it is told from others, and its own once more', () => {
    const subject = new Subject()
    expectAbout(200, subject.admitted(LimitKind.announce, '192.0.2.1', 1000))
  })

  test('a network has its burst, and then as many as come each second', () => {
    const subject = new Subject()
    subject.makeBusy()
    expectAbout(100, subject.admitted(LimitKind.announce, '192.0.2.1', 500))
    for (let second = 0; second < 20; second++) {
      subject.wait(1)
      subject.makeBusy()
      expect(subject.admitted(LimitKind.announce, '192.0.2.1', 50)).toBe(10)
    }
    subject.wait(5)
    subject.makeBusy()
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 500)).toBe(50)
  })

  test.for([
    ['192.0.2.1', '192.0.2.254', '192.0.3.1'],
    ['2001:db8:1:2::1', '2001:db8:1:ffff::9', '2001:db8:2:2::1'],
  ] as const)('%s is of one network with %s and of another than %s', ([one, same, other]) => {
    const subject = new Subject()
    subject.makeBusy()
    subject.admitted(LimitKind.announce, one, 500)
    expect(subject.admitted(LimitKind.announce, same, 50)).toBe(0)
    expect(subject.admitted(LimitKind.announce, other, 50)).toBe(50)
  })

  test('prefixes are as long as the settings say', () => {
    const subject = new Subject({ ipv4PrefixBits: 20, ipv6PrefixBits: 56 })
    subject.makeBusy()
    subject.admitted(LimitKind.announce, '192.0.2.1', 500)
    expect(subject.admitted(LimitKind.announce, '192.0.15.1', 50)).toBe(0)
    expect(subject.admitted(LimitKind.announce, '192.0.16.1', 50)).toBe(50)
    subject.admitted(LimitKind.announce, '2001:db8:0:ff00::1', 500)
    expect(subject.admitted(LimitKind.announce, '2001:db8:0:ffff::1', 50)).toBe(0)
    expect(subject.admitted(LimitKind.announce, '2001:db8:0:fe00::1', 50)).toBe(50)
  })

  test('announces beyond the limit are refused, then dropped, and connects dropped', () => {
    const subject = new Subject()
    const { limits } = subject
    const announces = Array.from({ length: 500 }, () =>
      subject.ask(LimitKind.announce, '192.0.2.1'),
    )
    const order = announces.filter((verdict, index) => verdict !== announces[index - 1])
    expect(order).toEqual([Verdict.admitted, Verdict.refused, Verdict.dropped])
    const connects = Array.from({ length: 500 }, () => subject.ask(LimitKind.connect, '192.0.2.1'))
    expect(new Set(connects)).toEqual(new Set([Verdict.admitted, Verdict.dropped]))
    for (const kind of [LimitKind.announce, LimitKind.connect] as const) {
      const verdicts = kind === LimitKind.announce ? announces : connects
      for (const verdict of [Verdict.refused, Verdict.dropped] as const)
        expect(limits.counted(kind, verdict)).toBe(verdicts.filter((one) => one === verdict).length)
    }
  })

  test('kinds do not spend from each other', () => {
    const subject = new Subject()
    subject.admitted(LimitKind.connect, '192.0.2.1', 1000)
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 50)).toBe(50)
  })

  test('a limit of 0 is none', () => {
    const subject = new Subject({ perSecond: [0, 0, 0, 0] })
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 100_000)).toBe(100_000)
  })

  test('settings that change nothing leave what was spent, others begin anew', () => {
    const subject = new Subject()
    subject.makeBusy()
    subject.admitted(LimitKind.announce, '192.0.2.1', 500)
    subject.limits.configure({ ...settings })
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 50)).toBe(0)
    subject.limits.configure({ ...settings, ipv6PrefixBits: 64 })
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 50)).toBe(50)
  })

  test('nobody within their limit is refused, however many others send whatever', () => {
    const prefix = fc.integer({ min: 0, max: 0xffff })
    fc.assert(
      fc.property(
        fc.array(prefix, { minLength: 20, maxLength: 200 }),
        fc.integer({ min: 20_000, max: 60_000 }),
        fc.integer(),
        (heavy, requests, seed) => {
          const subject = new Subject()
          const sent = new Map<number, number>()
          let state = seed
          for (let request = 0; request < requests; request++) {
            state = Math.imul(state, 1_664_525) + 1_013_904_223
            const drawn = state >>> 8
            const network =
              drawn % 3 === 0
                ? (heavy[drawn % heavy.length] as number)
                : 0x1_0000 + (drawn & 0xffff)
            const count = (sent.get(network) ?? 0) + 1
            sent.set(network, count)
            words[0] = network
            const verdict = subject.limits.judge(LimitKind.announce, words, 4)
            if (count <= 100) expect(verdict).toBe(Verdict.admitted)
          }
        },
      ),
      { numRuns: 10 },
    )
  })

  test('those that send much are remembered among a million that come once', () => {
    const subject = new Subject()
    subject.makeBusy()
    for (let heavy = 0; heavy < 50; heavy++)
      subject.admitted(LimitKind.announce, `192.0.${heavy}.1`, 500)
    for (let other = 0; other < 1_000_000; other++) {
      words[0] = Math.imul(other, 0x9e37_79b1)
      subject.limits.judge(LimitKind.announce, words, 4)
    }
    let admitted = 0
    for (let heavy = 0; heavy < 50; heavy++)
      admitted += subject.admitted(LimitKind.announce, `192.0.${heavy}.1`, 100)
    expect(admitted).toBeLessThanOrEqual(500)
  })

  test('a clock that is put back takes nothing and gives nothing', () => {
    const subject = new Subject()
    subject.makeBusy()
    subject.admitted(LimitKind.announce, '192.0.2.1', 500)
    subject.wait(-100)
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 50)).toBe(0)
    subject.wait(3)
    subject.makeBusy()
    expect(subject.admitted(LimitKind.announce, '192.0.2.1', 50)).toBe(30)
  })
})
