/**
 * The files of a torrent as one of its two versions lists them, before the versions are compared.
 */
import { metainfoContentBytesMax } from '#base/limits'
import type { MetainfoFile } from './metainfo.ts'
import { MetainfoFault } from './metainfo-fault.ts'

export interface Content<File extends MetainfoFile = MetainfoFile> {
  readonly files: readonly File[]
  readonly isSingleFile: boolean
}

/** Bytes of all files without the pad files. */
export function contentBytesOf(files: readonly MetainfoFile[]): number {
  return files.reduce((sum, { sizeBytes, isPad }) => (isPad ? sum : sum + sizeBytes), 0)
}

/** What is wrong with the sizes of all files together. Those of pads count here: they are announced as content. */
export function findSizeFault(files: readonly MetainfoFile[]): MetainfoFault | undefined {
  // Each is at most 2^53, so the sum is exact until it is too large.
  let sum = 0
  for (const { sizeBytes } of files) {
    sum += sizeBytes
    if (sum >= metainfoContentBytesMax) return new MetainfoFault('size-too-large')
  }
  return contentBytesOf(files) === 0 ? new MetainfoFault('size-zero') : undefined
}
