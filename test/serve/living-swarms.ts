/**
 * The swarms of a running program, changed from outside: its memory file is a descriptor that the system shows
 * to us, so a test can break a torrent as a bug of the store would, without any help from the program.
 * Linux only, as memory files are.
 */
import { openSync, readdirSync, readlinkSync, readSync, writeSync } from 'node:fs'
import { Header, planLayout } from '#tracker/swarm/layout'
import { directoryEntry, firstDirectoryCode, listWord, Word } from '#tracker/swarm/list-shape'

/** The ceilings that the program was started with; they say where things stand. */
export type Ceilings = { readonly peersMax: number; readonly torrentsMax: number }

export class LivingSwarms {
  readonly #descriptor: number
  readonly #poolByte: number

  constructor(pid: number, { peersMax, torrentsMax }: Ceilings) {
    this.#descriptor = openMemoryFile(pid)
    this.#poolByte = planLayout(peersMax, torrentsMax).poolUnit * 16
  }

  /**
   * Makes the 37 to 73 leechers of `infoHash` look like a directory of one bucket that counts one fewer than
   * the list: the next of them that stops is found out by an assertion, under the shard's lock.
   */
  breakLeechers(infoHash: Buffer): void {
    const leechers = 1
    const record = this.#find(infoHash) / 4
    const count = this.#word(record + Word.lists + leechers) & 0xff
    const block = this.#word(record + Word.references + leechers)
    // Behind 73 peers and their stamps a block ends in its depth; behind few peers there is room.
    const unused = block + 16
    this.#setWord((block + 32) * 4 - 1, 0)
    this.#setWord(unused * 4, directoryEntry(block, count - 1))
    this.#setWord(record + Word.references + leechers, unused)
    this.#setWord(record + Word.lists + leechers, listWord(count, firstDirectoryCode))
  }

  /** The byte of the torrent's record. */
  #find(infoHash: Buffer): number {
    const end = this.#word(Header.poolNextUnit) * 16
    const pool = Buffer.alloc(end - this.#poolByte)
    readSync(this.#descriptor, pool, 0, pool.length, this.#poolByte)
    for (let at = pool.indexOf(infoHash); at >= 0; at = pool.indexOf(infoHash, at + 1))
      if (at % 64 === 0) return this.#poolByte + at
    throw new Error('the torrent is not in the memory file')
  }

  #word(at: number): number {
    const bytes = Buffer.alloc(4)
    readSync(this.#descriptor, bytes, 0, 4, at * 4)
    return bytes.readInt32LE()
  }

  #setWord(at: number, value: number): void {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32LE(value | 0)
    writeSync(this.#descriptor, bytes, 0, 4, at * 4)
  }
}

function openMemoryFile(pid: number): number {
  const folder = `/proc/${pid}/fd`
  const name = readdirSync(folder).find((entry) => isMemoryFile(`${folder}/${entry}`))
  if (name === undefined) throw new Error('the program has no memory file')
  return openSync(`${folder}/${name}`, 'r+')
}

/** A descriptor may be gone by the time that it is looked at. */
function isMemoryFile(path: string): boolean {
  try {
    return readlinkSync(path).startsWith('/memfd:waggle-swarm')
  } catch {
    return false
  }
}
