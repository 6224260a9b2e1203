/** Where the operator's own blocks are kept, for the server and for the commands that change them without one. */
import type { Config } from '#config/config'
import type { ListPaths } from '#index/blocks/rule-lists'

/** In the data directory. */
export const ownBlocksFile = 'blocks.jsonl'

/** The files of lists that the configuration names. */
export function blockListsOf({ blocks }: Pick<Config, 'blocks'>): ListPaths {
  return {
    network: blocks.networksFile,
    client: blocks.clientsFile,
    info_hash: blocks.infoHashesFile,
  }
}
