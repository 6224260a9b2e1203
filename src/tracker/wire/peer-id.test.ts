import { describe, expect, test } from 'vitest'
import { clientName } from './peer-id.ts'

function nameOf(beginning: string): string {
  return clientName(Buffer.from(beginning.padEnd(20, 'x'), 'latin1'))
}

describe('the client of a peer id', () => {
  const clients = [
    ['-qB4520-', 'qBittorrent 4.5.2'],
    ['-qB5000-', 'qBittorrent 5.0.0'],
    ['-qB4431-', 'qBittorrent 4.4.3.1'],
    ['-TR2940-', 'Transmission 2.94'],
    ['-TR4060-', 'Transmission 4.0.6'],
    ['-UT355W-', 'µTorrent 3.5.5.32'],
    ['-lt0D80-', 'rTorrent (libtorrent) 0.13.8'],
    ['-DE211s-', 'Deluge 2.1.1.28'],
    ['A2-1-37-0-', 'aria2 1.37.0'],
    ['M7-9-2--', 'BitTorrent 7.9.2'],
  ] as const
  test.for(clients)('%s is %s', ([beginning, name]) => {
    expect(nameOf(beginning)).toBe(name)
  })

  test.for(['-ZZ1234-', '', '-qB45', '\u0000\u00ff', 'exbc'])(
    '%j is of no client that is known',
    (beginning) => {
      expect(nameOf(beginning)).toBe('')
    },
  )

  test('is told by the first 8 bytes', () => {
    expect(clientName(Buffer.from('-qB4520-'))).toBe('qBittorrent 4.5.2')
  })
})
