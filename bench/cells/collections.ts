/** Garbage collections, counted from the lines that Node writes under --trace-gc. */

/** `[1234:0x55] 5678 ms: Scavenge 5.0 (6.2) -> 4.8 (7.2) MB, pooled: 0 MB, 0.45 / 0.00 ms ...` */
const linePattern = /ms: (Scavenge|Minor Mark-Sweep|Mark-Compact).* MB,.*? ([\d.]+) \/ [\d.]+ ms/

export class Collections {
  majors = 0
  minors = 0
  longestMs = 0
  seconds = 0
  #counts = false

  /** Collections count while `load` runs, for `seconds`; not those of the start and the end of the server. */
  async during(seconds: number, load: () => Promise<unknown>): Promise<void> {
    this.#counts = true
    this.seconds = seconds
    await load()
    this.#counts = false
  }

  read(line: string): void {
    const [, kind, milliseconds] = linePattern.exec(line) ?? []
    if (!this.#counts || kind === undefined) return
    if (kind === 'Mark-Compact') this.majors++
    else {
      this.minors++
      this.longestMs = Math.max(this.longestMs, Number(milliseconds))
    }
  }
}
