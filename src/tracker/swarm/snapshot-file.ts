/**
 * The swarms in a file, written when the tracker stops and read when it starts again, so that a restart costs
 * nobody their peers. It names peers and ages, not places in memory, so another size or layout of the store
 * can read it.
 *
 *   "WAGGLE-SWARMS-3\n" │ saved at (unix seconds) │ seconds of an age unit │ three words on timeouts │ torrents … │ "E" │ CRC-32
 *   torrent: "T" │ info-hash 20 │ completed │ four counts │ the peers of each list
 *   peer: wire form, 6 or 18 bytes │ age, a byte
 *   timeouts: seconds that those live who were told last when to come back │ those who were told before, or 0 │ until then (unix seconds)
 *
 * Numbers are 32-bit big-endian. The high bit of `completed` says that somebody has come back to the swarm. An age is in units; its high bit marks a partial seed (BEP 21). The checksum is
 * over everything before it. The file is written beside its place and renamed, so it is whole or not there.
 */
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** Another one is read by no version but its own. */
export const snapshotVersion = 3
export const snapshotMagic = `WAGGLE-SWARMS-${snapshotVersion}\n`
export const snapshotTorrent = 'T'
export const snapshotEnd = 'E'
export const snapshotHeadBytes = snapshotMagic.length + 20

const chunkBytes = 1 << 20

/** Where a snapshot is until it is whole. */
export function unfinishedPath(path: string): string {
  return `${path}.new`
}

/** Writes bytes to a file in large pieces and keeps their checksum. */
export class SnapshotOutput {
  readonly #path: string
  readonly #descriptor: number
  readonly #chunk = Buffer.allocUnsafe(chunkBytes)
  #used = 0
  #checksum = 0
  #isOpen = true

  constructor(path: string) {
    this.#path = path
    this.#descriptor = openSync(unfinishedPath(path), 'w', 0o600)
  }

  /** Room for `length` bytes, at most a megabyte; they are to be filled before the next call. */
  reserve(length: number): Buffer {
    if (this.#used + length > chunkBytes) this.#flush()
    const part = this.#chunk.subarray(this.#used, this.#used + length)
    this.#used += length
    return part
  }

  /** Ends the file and puts it in its place. */
  finish(): void {
    this.reserve(1).write(snapshotEnd)
    this.#flush()
    const checksum = this.#checksum
    this.reserve(4).writeUInt32BE(checksum)
    this.#flush()
    fsyncSync(this.#descriptor)
    this.#close()
    renameSync(unfinishedPath(this.#path), this.#path)
  }

  /** What has been written is of no use, and takes room. */
  discard(): void {
    if (this.#isOpen) this.#close()
    rmSync(unfinishedPath(this.#path), { force: true })
  }

  #close(): void {
    this.#isOpen = false
    closeSync(this.#descriptor)
  }

  #flush(): void {
    const part = this.#chunk.subarray(0, this.#used)
    this.#checksum = crc32(part, this.#checksum)
    for (let at = 0; at < part.length; ) at += writeSync(this.#descriptor, part, at)
    this.#used = 0
  }
}

/** Reads bytes from a file in large pieces. */
export class SnapshotInput {
  readonly #descriptor: number
  readonly #chunk = Buffer.allocUnsafe(chunkBytes)
  #from = 0
  #until = 0

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r')
  }

  /** The next `length` bytes, at most a megabyte, valid until the next call; undefined at the file's end. */
  take(length: number): Buffer | undefined {
    if (this.#until - this.#from < length) this.#fill()
    if (this.#until - this.#from < length) return undefined
    this.#from += length
    return this.#chunk.subarray(this.#from - length, this.#from)
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #fill(): void {
    this.#chunk.copyWithin(0, this.#from, this.#until)
    this.#until -= this.#from
    this.#from = 0
    for (;;) {
      const read = readSync(
        this.#descriptor,
        this.#chunk,
        this.#until,
        chunkBytes - this.#until,
        null,
      )
      this.#until += read
      if (read === 0 || this.#until === chunkBytes) return
    }
  }
}

/** Whether the file ends as it should and its checksum is right. */
export function isSnapshotWhole(path: string): boolean {
  const descriptor = openSync(path, 'r')
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let checksum = 0
  let tail = Buffer.alloc(0)
  for (;;) {
    const read = readSync(descriptor, chunk, 0, chunkBytes, null)
    if (read === 0) break
    // The last bytes read so far may be the tail: they are summed up only when others follow.
    const bytes = Buffer.concat([tail, chunk.subarray(0, read)])
    const sure = Math.max(0, bytes.length - 4)
    checksum = crc32(bytes.subarray(0, sure), checksum)
    tail = Buffer.from(bytes.subarray(sure))
  }
  closeSync(descriptor)
  return tail.length === 4 && tail.readUInt32BE(0) === checksum
}
