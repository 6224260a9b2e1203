import { expect, test } from 'vitest'
import { lossesIn } from './udp-losses.ts'

const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
   12: 00000000:1B39 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 61029 2 0000000000000000 17
   12: 0100007F:1B39 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 61030 2 0000000000000000 3
   99: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 61031 2 0000000000000000 1000
`

test('losses are those of all sockets at the ports of the tracker', () => {
  expect(lossesIn(table, [0x1b39])).toBe(20)
  expect(lossesIn(table, [0x44, 0x1b39])).toBe(1020)
  expect(lossesIn(table, [80])).toBe(0)
  expect(lossesIn('', [80])).toBe(0)
})
