/**
 * Whether the two halves of a hybrid torrent describe the same files in the same order at the same places
 * (BEP 52, "Upgrade Path"): version 1 needs pad files for that, of which version 2 knows nothing.
 */
import type { Content } from './content.ts'
import { treePieceCountOf } from './file-tree.ts'
import type { MetainfoFile } from './metainfo.ts'
import { MetainfoFault } from './metainfo-fault.ts'
import { pieceCountOf } from './version-1.ts'

export function findHybridFault(
  version1: Content,
  version2: Content,
  pieceLengthBytes: number,
): MetainfoFault | undefined {
  const placed1 = placeFiles(version1.files, 1)
  const placed2 = placeFiles(version2.files, pieceLengthBytes)
  for (const [index, one] of placed1.entries()) {
    const other = placed2[index]
    const subject = one.path.join('/')
    if (!isSameFile(one, other)) return new MetainfoFault('hybrid-files-differ', { subject })
    if (one.startByte !== other?.startByte)
      return new MetainfoFault('hybrid-misaligned', { subject })
  }
  const extra = placed2[placed1.length]
  if (extra !== undefined) {
    return new MetainfoFault('hybrid-files-differ', { subject: extra.path.join('/') })
  }
  // A pad file after the last file may fill its last piece, and no more.
  const isLonger =
    pieceCountOf(version1, pieceLengthBytes) !== treePieceCountOf(version2, pieceLengthBytes)
  return isLonger ? new MetainfoFault('hybrid-misaligned') : undefined
}

interface PlacedFile extends MetainfoFile {
  /** Where its content begins among that of all files; of an empty file 0, as it is nowhere. */
  readonly startByte: number
}

/** The files without the pad files, each beginning at the next multiple of `alignmentBytes`. */
function placeFiles(files: readonly MetainfoFile[], alignmentBytes: number): PlacedFile[] {
  let end = 0
  const placed = files.map((file) => {
    const startByte = file.sizeBytes === 0 ? 0 : Math.ceil(end / alignmentBytes) * alignmentBytes
    if (file.sizeBytes > 0) end = startByte + file.sizeBytes
    return { ...file, startByte }
  })
  return placed.filter(({ isPad }) => !isPad)
}

function isSameFile(one: MetainfoFile, other: MetainfoFile | undefined): boolean {
  return (
    other !== undefined &&
    one.sizeBytes === other.sizeBytes &&
    one.path.length === other.path.length &&
    one.path.every((name, index) => name === other.path[index])
  )
}
