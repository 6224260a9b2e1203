/**
 * The list of info-hashes that opentracker admits (its whitelist) or refuses (its blacklist): 40 hexadecimal digits at
 * the beginning of a line, and whatever follows is a comment. Lines of another form opentracker passes over without a
 * word; here they are counted, because a torrent may be lost among them.
 */
import { cleanName, decodeText } from './clean-text.ts'
import type { ImportItem } from './import-item.ts'
import { hexBytes } from './info-hash.ts'
import type { Line } from './read-lines.ts'
import { hexName, type Registration } from './registration.ts'

export class OpentrackerReader {
  readonly #isBlacklist: boolean
  #passedOver = 0
  #firstPassedOver = 0

  constructor(isBlacklist: boolean) {
    this.#isBlacklist = isBlacklist
  }

  async *items(lines: AsyncIterable<Line>): AsyncGenerator<ImportItem> {
    for await (const { number, bytes } of lines) {
      const registration = bytes === undefined ? undefined : this.#read(decodeText(bytes))
      if (registration !== undefined) yield { registration, position: number }
      else if (bytes?.length !== 0) this.#passOver(number)
    }
  }

  describe(): string[] {
    const torrents = this.#isBlacklist ? 'banned torrents' : 'torrents'
    const understood = `a list of ${torrents}, a hash and a comment on each line`
    if (this.#passedOver === 0) return [understood]
    return [
      understood,
      `lines that are no hash and are passed over, as opentracker does: ${this.#passedOver}, the first is line ${this.#firstPassedOver}`,
    ]
  }

  #read(line: string): Registration | undefined {
    const match = /^([0-9a-f]{40})(?![0-9a-f])(.*)$/is.exec(line)
    if (match === null) return undefined
    const infoHash = hexBytes(String(match[1]))
    const comment = cleanName(String(match[2]).replace(/^[\s#;:,|/=-]+/, ''))
    const name = comment === '' ? hexName(infoHash) : comment
    return this.#isBlacklist ? { infoHash, name, isBanned: true } : { infoHash, name }
  }

  #passOver(line: number): void {
    if (this.#passedOver === 0) this.#firstPassedOver = line
    this.#passedOver++
  }
}
