/**
 * A name server on loopback (RFC 1035, as little of it as a resolver asks for): it answers A and AAAA from a table, says of
 * all other names that there are none, and says nothing at all about those that it is told to ignore.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'

const typeA = 1
const typeAaaa = 28

export type NameTable = Readonly<Record<string, readonly string[] | 'silent'>>

export class NameServer {
  readonly address: string
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    this.address = `127.0.0.1:${socket.address().port}`
  }

  static async open(names: NameTable): Promise<NameServer> {
    const socket = createSocket('udp4')
    socket.on('message', (query, from) => {
      const reply = answer(query, names)
      if (reply !== undefined) socket.send(reply, from.port, from.address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new NameServer(socket)
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}

function answer(query: Buffer, names: NameTable): Buffer | undefined {
  const { name, type, end } = questionOf(query)
  const known = names[name]
  if (known === 'silent') return undefined
  const wanted = (known ?? []).filter((address) => isIPv6(address) === (type === typeAaaa))
  const found = type === typeA || type === typeAaaa ? wanted : []
  const head = Buffer.from(query.subarray(0, 12))
  // A reply, recursion available; 3 is "there is no such name".
  head.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(found.length, 6)
  head.writeUInt32BE(0, 8)
  const records = found.map((address) => record(type, bytesOf(address)))
  return Buffer.concat([head, query.subarray(12, end), ...records])
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** The name is a pointer to the question's. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 1, 0, data.length])
  return Buffer.concat([head, data])
}

function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number))
  const [before = '', after = ''] = address.split('::')
  const missing = 8 - groups(before).length - groups(after).length
  const all = [...groups(before), ...Array<string>(missing).fill('0'), ...groups(after)]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
