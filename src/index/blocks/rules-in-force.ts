/**
 * The rules that hold at a moment, of a list and of the operator's own blocks together: as prefixes for the tracker, and
 * looked through when somebody asks which of them holds. Where both name the same, the operator's own is the one.
 *
 *   numbers of rules: 1 ... those of the list, then those of the operator's own blocks
 */
import { PrefixList, prefixWord } from '#base/prefix-list'
import { type Block, type BlockTarget, type KeySpace, keyWords } from './block.ts'
import type { FileRule, RuleFile } from './rule-file.ts'

/** A rule that holds, wherever it comes from. */
export type HoldingRule =
  | { readonly source: 'operator'; readonly target: BlockTarget; readonly block: Block }
  | { readonly source: 'list'; readonly target: BlockTarget; readonly rule: FileRule }

export class RulesInForce {
  readonly list: PrefixList
  /** Rules that hold; one that is a range has several prefixes. */
  count = 0
  /** When the next of them ends; infinity where none does. */
  readonly nextEndSeconds: number
  readonly #space: KeySpace
  readonly #file: RuleFile | undefined
  readonly #own: readonly Block[]

  constructor(
    space: KeySpace,
    file: RuleFile | undefined,
    own: readonly Block[],
    nowSeconds: number,
  ) {
    this.#space = space
    this.#file = file
    this.#own = own
    this.list = new PrefixList(keyWords[space], (file?.list(space)?.count ?? 0) + own.length)
    this.nextEndSeconds = Math.min(this.#addFile(nowSeconds), this.#addOwn(nowSeconds))
  }

  /** The rule with the longest prefix that holds for the whole target. */
  holding(target: BlockTarget): HoldingRule | undefined {
    const { count, prefixBits, rules } = this.list
    let best = -1
    for (let index = 0; index < count; index++) {
      const isLonger = best === -1 || (prefixBits[index] as number) >= (prefixBits[best] as number)
      if (isLonger && this.#isCovering(index, target)) best = index
    }
    return best === -1 ? undefined : this.#ruleOf(rules[best] as number, this.#targetAt(best))
  }

  #addFile(nowSeconds: number): number {
    const file = this.#file
    const from = file?.list(this.#space)
    let nextEnd = Number.POSITIVE_INFINITY
    if (file === undefined || from === undefined) return nextEnd
    let last = 0
    for (let index = 0; index < from.count; index++) {
      const rule = from.rules[index] as number
      const end = file.endOf(rule)
      if (end !== 0 && end <= nowSeconds) continue
      if (end !== 0) nextEnd = Math.min(nextEnd, end)
      if (rule !== last) this.count++
      last = rule
      this.list.add(from.words, from.prefixBits[index] as number, rule, index * from.wordCount)
    }
    return nextEnd
  }

  #addOwn(nowSeconds: number): number {
    const first = (this.#file?.rules ?? 0) + 1
    let nextEnd = Number.POSITIVE_INFINITY
    for (const [index, { target, endsAt }] of this.#own.entries()) {
      if (target.space !== this.#space) continue
      if (endsAt !== undefined && endsAt <= nowSeconds) continue
      nextEnd = Math.min(nextEnd, endsAt ?? nextEnd)
      this.count++
      this.list.add(target.words, target.prefixBits, first + index)
    }
    return nextEnd
  }

  #isCovering(index: number, { words: wanted, prefixBits: wantedBits }: BlockTarget): boolean {
    const { words, wordCount, prefixBits } = this.list
    const bits = prefixBits[index] as number
    if (bits > wantedBits) return false
    for (let word = 0; word < wordCount; word++) {
      const begin = prefixWord(wanted[word] as number, bits - word * 32)
      if (begin !== words[index * wordCount + word]) return false
    }
    return true
  }

  #targetAt(index: number): BlockTarget {
    const { words, wordCount, prefixBits } = this.list
    const at = index * wordCount
    return {
      space: this.#space,
      words: [...words.subarray(at, at + wordCount)],
      prefixBits: prefixBits[index] as number,
    }
  }

  #ruleOf(number: number, target: BlockTarget): HoldingRule | undefined {
    const listed = this.#file?.rules ?? 0
    if (number <= listed) {
      const rule = this.#file?.rule(number)
      return rule === undefined ? undefined : { source: 'list', target, rule }
    }
    const block = this.#own[number - listed - 1]
    return block === undefined ? undefined : { source: 'operator', target, block }
  }
}
