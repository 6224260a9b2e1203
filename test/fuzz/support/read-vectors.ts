/** Messages that once did harm, or that nobody should forget: a name and bytes in hex on each line of a file. */
import { readFileSync } from 'node:fs'

export type Vector = { readonly name: string; readonly bytes: Buffer }

export function readVectors(file: 'udp' | 'http'): Vector[] {
  const text = readFileSync(new URL(`../vectors/${file}.txt`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.lastIndexOf(':')
      const hex = line.slice(at + 1).replaceAll(/\s/g, '')
      if (hex.length % 2 === 1 || /[^0-9a-f]/.test(hex)) throw new Error(`no vector: ${line}`)
      return { name: line.slice(0, at), bytes: Buffer.from(hex, 'hex') }
    })
}
