/**
 * All samples together.
 */
import type { Sample } from './sample.ts'
import { bencodeSamples } from './samples-bencode.ts'
import { fileListSamples } from './samples-file-lists.ts'
import { hybridSamples } from './samples-hybrid.ts'
import { nameSamples } from './samples-names.ts'
import { version1Samples } from './samples-version-1.ts'
import { version2Samples } from './samples-version-2.ts'

export const corpus: readonly Sample[] = [
  version1Samples,
  fileListSamples,
  nameSamples,
  version2Samples,
  hybridSamples,
  bencodeSamples,
].flat()
