/**
 * Whether info-hashes can be denied at all. A tracker without registered torrents (`hasAdmission`) serves everything until its
 * operator names a list, which its policy page then tells.
 */
import type { Config } from './config.ts'

export function deniesInfoHashes(
  { blocks }: Pick<Config, 'blocks'>,
  hasAdmission: boolean,
): boolean {
  return hasAdmission || blocks.infoHashesFile !== ''
}
