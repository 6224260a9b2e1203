/**
 * Whether info-hashes can be denied at all. An open tracker serves everything until its operator names a list, which its
 * policy page then tells.
 */
import type { Config } from './config.ts'

export function deniesInfoHashes({ mode, blocks }: Pick<Config, 'mode' | 'blocks'>): boolean {
  return mode !== 'open' || blocks.infoHashesFile !== ''
}
