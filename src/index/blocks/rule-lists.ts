/**
 * The lists of blocks in the files that the configuration names, one of each kind at most. A file that is missing, too
 * large or no list at all leaves in force what was read before, and the reports say so.
 */
import { readFile, stat } from 'node:fs/promises'
import type { Clock } from '#base/clock'
import { blockFileBytesMax } from '#base/limits'
import { systemCode } from '#base/start-error'
import { type BlockKind, blockKinds } from './block.ts'
import type { ListReport } from './block-tracker.ts'
import { type RuleFile, readRuleFile } from './rule-file.ts'

/** Paths of the files; '' for none. */
export type ListPaths = Readonly<Record<BlockKind, string>>

type List = {
  readonly path: string
  readonly file: RuleFile | undefined
  readonly problem: string | undefined
  readonly readAt: number | undefined
}

export class RuleLists {
  readonly #clock: Clock
  readonly #pause: () => Promise<void>
  readonly #lists = new Map<BlockKind, List>()

  /** `pause` is waited for now and then while a file is read. */
  constructor(clock: Clock, pause: () => Promise<void>) {
    this.#clock = clock
    this.#pause = pause
  }

  /** Reads all files again. What cannot be read is told by the reports. */
  async read(paths: ListPaths): Promise<void> {
    for (const kind of blockKinds) {
      const path = paths[kind]
      if (path === '') this.#lists.delete(kind)
      else this.#lists.set(kind, await this.#readOne(kind, path))
    }
  }

  /** The list in force. */
  file(kind: BlockKind): RuleFile | undefined {
    return this.#lists.get(kind)?.file
  }

  /** Of the files that are named. */
  reports(): ListReport[] {
    return [...this.#lists].map(([kind, { path, file, problem, readAt }]) => ({
      kind,
      path,
      rules: file?.rules ?? 0,
      faults: file?.faults ?? 0,
      toldFaults: file?.toldFaults ?? [],
      problem,
      readAt,
    }))
  }

  async #readOne(kind: BlockKind, path: string): Promise<List> {
    const before = this.#lists.get(kind)
    const keep = (problem: string): List => ({
      path,
      file: before?.file,
      problem,
      readAt: before?.readAt,
    })
    const bytes = await readBytes(path)
    if (typeof bytes === 'string') return keep(bytes)
    const file = await readRuleFile(kind, bytes, this.#pause)
    if (file.isUnreadable) return keep(whyUnreadable(file))
    return { path, file, problem: undefined, readAt: this.#clock.nowSeconds() }
  }
}

function whyUnreadable({ faults, toldFaults }: RuleFile): string {
  const [first] = toldFaults
  const example = first === undefined ? '' : `, line ${first.line} ${first.problem}`
  return `none of its ${faults} lines is a rule${example}`
}

/** The file's bytes, or why they cannot be had, which completes "the file …". */
async function readBytes(path: string): Promise<Buffer | string> {
  try {
    const facts = await stat(path)
    if (!facts.isFile()) return 'is no file'
    if (facts.size > blockFileBytesMax)
      return `has ${facts.size} bytes, and ${blockFileBytesMax} is the most that is read`
    return await readFile(path)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT') return 'does not exist'
    return `cannot be read (${code || String(error)})`
  }
}
