/**
 * Whether the two halves of a hybrid torrent describe the same files in the same order at the same places
 * (BEP 52, "Upgrade Path"): version 1 needs pad files for that, of which version 2 knows nothing.
 */
import type { Content } from './content.ts'
import type { MetainfoFile } from './metainfo.ts'
import { MetainfoFault } from './metainfo-fault.ts'

export function findHybridFault(
  version1: Content,
  version2: Content,
  pieceLengthBytes: number,
): MetainfoFault | undefined {
  const placed1 = placeFiles(version1.files, 1)
  const placed2 = placeFiles(version2.files, pieceLengthBytes)
  const shown1 = placed1.filter(({ isPad }) => !isPad)
  for (const [index, one] of shown1.entries()) {
    const other = placed2[index]
    const subject = one.path.join('/')
    if (!isSameFile(one, other)) return new MetainfoFault('hybrid-files-differ', { subject })
    if (one.startByte !== other?.startByte)
      return new MetainfoFault('hybrid-misaligned', { subject })
  }
  const extra = placed2[shown1.length]
  if (extra !== undefined) {
    return new MetainfoFault('hybrid-files-differ', { subject: extra.path.join('/') })
  }
  const wrongPad = placed1.find((file) => file.isPad && !isFill(file, pieceLengthBytes))
  if (wrongPad === undefined) return undefined
  return new MetainfoFault('hybrid-misaligned', { subject: wrongPad.path.join('/') })
}

/**
 * Whether a pad file is the rest of a piece that has begun, as one is after each file and may be after the
 * last one. libtorrent refuses hybrids in which several pad files, or empty ones, add up to that.
 */
function isFill({ startByte, sizeBytes }: PlacedFile, pieceLengthBytes: number): boolean {
  const begunBytes = startByte % pieceLengthBytes
  return begunBytes > 0 && begunBytes + sizeBytes === pieceLengthBytes
}

interface PlacedFile extends MetainfoFile {
  /** Where its content begins among that of all files; of an empty file 0, as it is nowhere. */
  readonly startByte: number
}

/** The files, each beginning at the next multiple of `alignmentBytes`. */
function placeFiles(files: readonly MetainfoFile[], alignmentBytes: number): PlacedFile[] {
  let end = 0
  return files.map((file) => {
    const startByte = file.sizeBytes === 0 ? 0 : Math.ceil(end / alignmentBytes) * alignmentBytes
    if (file.sizeBytes > 0) end = startByte + file.sizeBytes
    return { ...file, startByte }
  })
}

function isSameFile(one: MetainfoFile, other: MetainfoFile | undefined): boolean {
  return (
    other !== undefined &&
    one.sizeBytes === other.sizeBytes &&
    one.path.length === other.path.length &&
    one.path.every((name, index) => name === other.path[index])
  )
}
