/**
 * The blocks that the operator made one by one, kept in a file: a JSON object a line. Every change writes a new file and
 * puts it in the place of the old one, so that there is always a whole one; nothing is in force before it is written.
 *
 *     {"id":"5f3a09c1","kind":"network","target":"203.0.113.0/24","reason":"scans","added_at":1795219200,"ends_at":null,"added_by":"operator"}
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ownBlocksMax } from '#base/limits'
import { StartError, systemCode } from '#base/start-error'
import type { Block, BlockKind } from './block.ts'
import { BlockError } from './block-error.ts'
import { blockOfLine, lineOfBlock } from './own-block-line.ts'

export class OwnBlocks {
  readonly #path: string
  #blocks: ReadonlyMap<string, Block>

  private constructor(path: string, blocks: ReadonlyMap<string, Block>) {
    this.#path = path
    this.#blocks = blocks
  }

  /** Reads the file; none is an empty one. Throws StartError where it is broken. */
  static open(path: string): OwnBlocks {
    const blocks = new Map<string, Block>()
    const lines = readText(path).split('\n')
    for (const [index, line] of lines.entries()) {
      if (line === '') continue
      const block = blockOfLine(line)
      if (block === undefined)
        throw new StartError(
          `data.directory: line ${index + 1} of ${path} is no block; correct or remove the line, or restore the file from a backup`,
        )
      blocks.set(keyOf(block.kind, block.text), block)
    }
    return new OwnBlocks(path, blocks)
  }

  get count(): number {
    return this.#blocks.size
  }

  /** In the order in which they were made. */
  all(): Block[] {
    return [...this.#blocks.values()]
  }

  find(kind: BlockKind, text: string): Block | undefined {
    return this.#blocks.get(keyOf(kind, text))
  }

  /** Takes a block up, in the place of one with the same target. Throws BlockError. */
  put(block: Block): void {
    const key = keyOf(block.kind, block.text)
    const blocks = new Map(this.#blocks)
    blocks.delete(key)
    if (blocks.size >= ownBlocksMax)
      throw new BlockError(
        'too_many_blocks',
        `there are ${ownBlocksMax} blocks already; lift some, or put lists into the file of blocks.networks_file`,
      )
    this.#write(blocks.set(key, block))
  }

  /** Throws BlockError where it cannot be written. */
  remove({ kind, text }: Block): void {
    const blocks = new Map(this.#blocks)
    blocks.delete(keyOf(kind, text))
    this.#write(blocks)
  }

  /** Forgets what has ended, and gives how many that were. Throws BlockError where it cannot be written. */
  removeEnded(nowSeconds: number): number {
    const left = [...this.#blocks].filter(
      ([, { endsAt }]) => endsAt === undefined || endsAt > nowSeconds,
    )
    const ended = this.#blocks.size - left.length
    if (ended > 0) this.#write(new Map(left))
    return ended
  }

  #write(blocks: ReadonlyMap<string, Block>): void {
    try {
      replaceFile(this.#path, [...blocks.values()].map(lineOfBlock).join(''))
    } catch (error) {
      throw new BlockError(
        'not_saved',
        `${this.#path} cannot be written (${systemCode(error) || String(error)}), so nothing was changed; make room, or give this user the data directory`,
      )
    }
    this.#blocks = blocks
  }
}

function keyOf(kind: BlockKind, text: string): string {
  return `${kind} ${text}`
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return ''
    throw new StartError(
      `data.directory: ${path} cannot be read (${systemCode(error) || String(error)}); give this user the data directory`,
    )
  }
}

/** The new text is on the disk before it takes the place of the old one. Throws the system's error. */
function replaceFile(path: string, text: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
  const directory = openSync(dirname(path), 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
