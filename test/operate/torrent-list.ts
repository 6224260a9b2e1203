/** Lists of torrents to import, the same each time: torrent `n` has the SHA-1 of `torrent n`. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'

/** Info-hashes in hex. */
export function hashTexts(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    createHash('sha1')
      .update(`torrent ${first + index}`)
      .digest('hex'),
  )
}

/** Writes one JSON object a line. */
export function listFile(file: string, first: number, count: number): void {
  const lines = hashTexts(first, count).map(
    (hash, index) => `{"info_hash":"${hash}","name":"torrent ${first + index}","size":${index}}\n`,
  )
  writeFileSync(file, lines.join(''))
}

/** The position with which an import that was stopped is to go on, as it says at its end. */
export function continuation(errorText: string): number {
  const [, position] = /; go on with: waggle .* --continue (\d+)\n$/.exec(errorText) ?? []
  if (position === undefined) throw new Error(`it does not say how to go on: ${errorText}`)
  return Number(position)
}
