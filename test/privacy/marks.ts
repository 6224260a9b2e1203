/**
 * Marks: values that nothing but one client, visitor or operator of a test brings along. Where one is found afterwards,
 * the program wrote it there.
 */
import { randomBytes, randomInt } from 'node:crypto'
import {
  type Form,
  formsOfAmount,
  formsOfBytes,
  formsOfIpv4,
  formsOfIpv6,
  formsOfText,
} from './forms.ts'

export type Mark = {
  /** What it is, in the words of docs/privacy.md, such as `client address`. */
  readonly what: string
  /** For the message of a failure. */
  readonly shown: string
  readonly forms: readonly Form[]
}

/** Every mark that was made, for the search. */
export class Marks {
  readonly #all: Mark[] = []

  get all(): readonly Mark[] {
    return this.#all
  }

  /** A loopback address of which all bytes tell something. */
  ipv4(what: string): string {
    const address = `127.${[1, 2, 3].map(() => randomInt(20, 250)).join('.')}`
    return this.#add(what, address, formsOfIpv4(address))
  }

  /** An address of the documentation's network, none of its groups zero. */
  ipv6(what: string): string {
    const groups = Array.from({ length: 6 }, () => randomInt(0x1000, 0xffff).toString(16))
    const address = `2001:db8:${groups.join(':')}`
    return this.#add(what, address, formsOfIpv6(address))
  }

  bytes(what: string, length: number): Buffer {
    return this.givenBytes(what, randomBytes(length))
  }

  /** Sixteen letters: a word that no text has by chance. */
  word(what: string): string {
    const letters = Array.from({ length: 16 }, () => String.fromCharCode(randomInt(97, 123)))
    return this.givenText(what, letters.join(''))
  }

  amount(what: string): bigint {
    const amount = BigInt(randomInt(2 ** 45, 2 ** 46)) * 8n + 3n
    this.#add(what, `${amount}`, formsOfAmount(amount))
    return amount
  }

  /** What the program itself made, such as a token. */
  givenText(what: string, text: string): string {
    return this.#add(what, text, formsOfText(text))
  }

  givenBytes(what: string, bytes: Buffer): Buffer {
    this.#add(what, bytes.toString('hex'), formsOfBytes(bytes))
    return bytes
  }

  #add(what: string, shown: string, forms: readonly Form[]): string {
    this.#all.push({ what, shown, forms })
    return shown
  }
}
