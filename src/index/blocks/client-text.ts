/**
 * Beginnings of peer ids as text: `-XL0012-`, with `\x` and two hexadecimal digits for what is no printable ASCII, and
 * for space, `#` and the backslash itself. BEP 20 lists the conventions of clients.
 */
import { type BlockTarget, wordsOf } from './block.ts'

const peerIdBytes = 20
const form = /^(?:\\x[0-9a-f]{2}|[!-[\]-~])+$/i

/** The target, or what is wrong with the text, which completes "this …". */
export function readClient(text: string): BlockTarget | string {
  if (!form.test(text))
    return 'is no beginning of a peer id; write it in ASCII, such as -XL0012-, and other bytes as \\x00'
  const characters = text.replaceAll(/\\x(..)/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  if (characters.length > peerIdBytes) return `has more bytes than the ${peerIdBytes} of a peer id`
  const bytes = Buffer.alloc(peerIdBytes)
  bytes.write(characters, 'latin1')
  return { space: 'clients', words: wordsOf(bytes), prefixBits: characters.length * 8 }
}

/** The one text of a target that whole bytes make up. */
export function clientText({ words, prefixBits }: BlockTarget): string {
  const bytes = Buffer.alloc(peerIdBytes)
  for (const [at, word] of words.entries()) bytes.writeUInt32BE(word, at * 4)
  return bytes
    .toString('latin1', 0, prefixBits / 8)
    .replaceAll(/[^!-~]|[#;\\]/g, (character) => escapeOf(character.charCodeAt(0)))
}

function escapeOf(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}
