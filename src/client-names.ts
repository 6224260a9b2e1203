/** Names of clients by their peer ids, remembered: most peers of a tracker have one of some dozen clients. */
import { clientName } from '#tracker/wire/peer-id'

/** Whoever makes up versions makes no more be remembered. */
const namesMax = 1000
/** As much of a peer id as a name is read from. */
const prefixBytes = 10

export class ClientNames {
  readonly #names = new Map<string, string>()

  /** Name and version, or ''. `text` has a character for each byte of `peerId`. */
  of(peerId: Uint8Array, text: string): string {
    const prefix = text.slice(0, prefixBytes)
    const known = this.#names.get(prefix)
    if (known !== undefined) return known
    const name = clientName(peerId)
    if (this.#names.size === namesMax) this.#names.clear()
    this.#names.set(prefix, name)
    return name
  }
}
