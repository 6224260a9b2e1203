/**
 * Sends a datagram to a unix socket, with a descriptor in it where one is given (SCM_RIGHTS, unix(7)): Node knows neither
 * datagrams of unix sockets nor descriptors in them. The structures are written by hand into a page of memory whose
 * address is known, as 64-bit Linux has them.
 *
 *   msghdr (56) │ iovec (16) at 64 │ cmsghdr and a descriptor (24) at 128 │ sockaddr_un (110) at 192 │ text at 512
 */
import { assert } from './assert.ts'
import { libc, viewMemory } from './libc.ts'

const AF_UNIX = 1
const SOCK_DGRAM_CLOEXEC = 2 | 0o2000000
const SOL_SOCKET = 1
const SCM_RIGHTS = 1
const PROT_READ_WRITE = 1 | 2
const MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20

const pageBytes = 4096
const At = { header: 0, vector: 64, control: 128, address: 192, text: 512 } as const
const addressPathAt = 2
/** cmsghdr of 16 bytes and an int, and the same rounded up to 8. */
const controlLength = 20
const controlSpace = 24

export type DatagramToSend = {
  /** Of the socket; one that begins with @ has no file (unix(7), abstract). */
  readonly path: string
  readonly text: string
  readonly descriptor?: number
}

/** Whether the system took it. */
export function sendDescriptor({ path, text, descriptor }: DatagramToSend): boolean {
  assert(libc !== undefined, 'descriptors are sent under Linux only')
  const socket = libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0)
  if (socket < 0) return false
  const page = ownPage()
  page.bytes.fill(0)
  const addressBytes = addressPathAt + page.bytes.write(path, At.address + addressPathAt)
  if (path.startsWith('@')) page.bytes[At.address + addressPathAt] = 0
  page.bytes.writeUInt16LE(AF_UNIX, At.address)
  const textBytes = page.bytes.write(text, At.text)
  page.pointer(At.vector, At.text)
  page.size(At.vector + 8, textBytes)
  page.pointer(At.header, At.address)
  page.bytes.writeUInt32LE(addressBytes, At.header + 8)
  page.pointer(At.header + 16, At.vector)
  page.size(At.header + 24, 1)
  if (descriptor !== undefined) addDescriptor(page, descriptor)
  const sent = libc.sendmsg(socket, page.address, 0)
  libc.close(socket)
  return sent >= 0
}

function addDescriptor(page: Page, descriptor: number): void {
  page.pointer(At.header + 32, At.control)
  page.size(At.header + 40, controlSpace)
  page.size(At.control, controlLength)
  page.bytes.writeInt32LE(SOL_SOCKET, At.control + 8)
  page.bytes.writeInt32LE(SCM_RIGHTS, At.control + 12)
  page.bytes.writeInt32LE(descriptor, At.control + 16)
}

type Page = {
  readonly address: number
  readonly bytes: Buffer
  /** Writes, at `at`, the native address of byte `to` of the page. */
  readonly pointer: (at: number, to: number) => void
  readonly size: (at: number, value: number) => void
}

let page: Page | undefined

function ownPage(): Page {
  page ??= createPage()
  return page
}

function createPage(): Page {
  assert(libc !== undefined, 'descriptors are sent under Linux only')
  const address = libc.mmap(0, pageBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0)
  assert(address !== -1, 'the system gives a page')
  const bytes = Buffer.from(viewMemory(address, pageBytes))
  const size = (at: number, value: number): void => {
    bytes.writeBigUInt64LE(BigInt(value), at)
  }
  return { address, bytes, pointer: (at, to) => size(at, address + to), size }
}
