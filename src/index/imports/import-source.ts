/**
 * The bytes of a file that is imported, in pieces, as an operator has it: packed with gzip or not, with or without the
 * mark that some editors put before UTF-8. What cannot be read this way is a StartError that says how to make it so.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { StartError, systemCode } from '#base/start-error'

const pieceBytes = 256 * 1024
/** Enough to tell by them what a file is. */
const startBytes = 8

/** First bytes of packed files, in hexadecimal, and what unpacks them. */
const packers: readonly (readonly [string, string])[] = [
  ['28b52ffd', 'zstd -d'],
  ['fd377a585a', 'xz -d'],
  ['425a68', 'bzip2 -d'],
  ['504b0304', 'unzip'],
  ['377abcaf', '7z x'],
]

/** Throws StartError for a file that is not there, may not be read, is empty, or is packed with another program. */
export async function checkImportFile(path: string): Promise<void> {
  try {
    const start = await firstBytes(path)
    refuseForeign(path, start)
    if (start === '') throw new StartError(`${path} is empty`)
  } catch (error) {
    throw readableError(path, error)
  }
}

/** Gives the content of `path`, unpacked. Throws StartError where it cannot be read on. */
export async function* readImportFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    const start = await firstBytes(path)
    yield* withoutMark(path, openPieces(path, start.startsWith('1f8b')))
  } catch (error) {
    throw readableError(path, error)
  }
}

async function firstBytes(path: string): Promise<string> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(startBytes), 0, startBytes, 0)
  return buffer.subarray(0, bytesRead).toString('hex')
}

/** `start` is the first bytes in hexadecimal. */
function refuseForeign(path: string, start: string): void {
  const packer = packers.find(([mark]) => start.startsWith(mark))
  if (packer !== undefined) {
    throw new StartError(
      `${path} is packed: unpack it with ${packer[1]} first, or pack it with gzip`,
    )
  }
  if (start.startsWith('fffe') || start.startsWith('feff')) {
    throw new StartError(
      `${path} is UTF-16, as PowerShell redirects output: write it again (mysqldump --result-file=FILE), or convert it with iconv -f utf-16 -t utf-8`,
    )
  }
}

function openPieces(path: string, isPacked: boolean): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: pieceBytes })
  if (!isPacked) return file
  const unpacked = createGunzip({ chunkSize: pieceBytes })
  // An error of the file ends the unpacked stream too, where whoever reads it meets it.
  pipeline(file, unpacked, () => {})
  return unpacked
}

async function* withoutMark(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const piece of pieces) {
    yield isFirst ? afterMark(path, piece) : piece
    isFirst = false
  }
}

function afterMark(path: string, piece: Uint8Array): Uint8Array {
  const start = Buffer.from(piece.subarray(0, startBytes)).toString('hex')
  refuseForeign(path, start)
  return start.startsWith('efbbbf') ? piece.subarray(3) : piece
}

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file: correct the path',
  EISDIR: 'is a directory: name a file in it',
  EACCES: 'may not be read: give this user the right to read it',
  EPERM: 'may not be read: give this user the right to read it',
  Z_BUF_ERROR: 'ends too early: it was not copied whole, copy it again',
  Z_DATA_ERROR: 'is damaged: gzip -t says so too, copy it again',
}

function readableError(path: string, error: unknown): unknown {
  const remedy = remedies[systemCode(error)]
  return remedy === undefined ? error : new StartError(`${path}: ${remedy}`)
}
