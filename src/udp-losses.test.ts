import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { UdpLosses } from './udp-losses.ts'

const head =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops'

function lineOf(local: string, inode: number, drops: number): string {
  const rest = '07 00000000:00000000 00:00000000 00000000     0        0'
  return `   12: ${local} 00000000:0000 ${rest} ${inode} 2 0000000000000000 ${drops}`
}

describe.runIf(new Uint8Array(Uint32Array.of(1).buffer)[0] === 1)('losses', () => {
  test('are those of all sockets at the addresses of the tracker, and of nobody else at its ports', () => {
    const table = [
      head,
      lineOf('00000000:1B39', 1, 17),
      lineOf('00000000:1B39', 2, 3),
      lineOf('0200007F:1B39', 3, 1000),
      lineOf('0100007F:0044', 4, 5),
    ].join('\n')
    const anywhere = { host: '0.0.0.0', port: 6969, family: 4 } as const
    const here = { host: '127.0.0.1', port: 68, family: 4 } as const
    expect(new UdpLosses([anywhere], () => table).count(4)).toBe(20)
    expect(new UdpLosses([anywhere, here], () => table).count(4)).toBe(25)
    expect(new UdpLosses([], () => table).count(4)).toBe(0)
    expect(new UdpLosses([anywhere], () => '').count(4)).toBe(0)
  })

  test('never become fewer: what a socket had that is closed is kept', () => {
    const local = '00000000000000000000000001000000:1B39'
    let table = `${head}\n${lineOf(local, 1, 7)}\n${lineOf(local, 2, 2)}`
    const losses = new UdpLosses([{ host: '::1', port: 6969, family: 6 }], () => table)
    expect([losses.count(6), losses.count(6)]).toEqual([9, 9])
    table = `${head}\n${lineOf(local, 2, 5)}\n${lineOf(local, 3, 1)}`
    expect(losses.count(6)).toBe(13)
  })

  test.runIf(process.platform === 'linux')('are read from a table of this form', () => {
    expect(readFileSync('/proc/net/udp', 'latin1')).toMatch(
      /^ +sl +local_address .* inode ref pointer drops *$/m,
    )
  })
})
