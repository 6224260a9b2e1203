/** Opens the blocks for a command where no server runs. The next start of the server finds what was changed. */
import { systemClock } from '#base/clock'
import type { Config } from '#config/config'
import { deniesInfoHashes } from '#config/denies-info-hashes'
import { type Blocks, createBlocks } from '#index/blocks/blocks'
import { createOfflineTracker } from '#index/blocks/offline-tracker'
import { OwnBlocks } from '#index/blocks/own-blocks'
import { RuleLists } from '#index/blocks/rule-lists'
import type { ApiClient } from './api/api-client.ts'
import { createLocalClient } from './api/local-client.ts'
import { registerBlockApi } from './api/register-api.ts'
import { blockListsOf, ownBlocksFile } from './blocks-file.ts'
import type { DataDirectory } from './data-directory.ts'

/** Rejects with StartError where the blocks cannot be read. */
export async function openLocalBlocks(
  config: Config,
  directory: DataDirectory,
  hasAdmission: boolean,
): Promise<Blocks> {
  const own = OwnBlocks.open(directory.file(ownBlocksFile))
  const lists = new RuleLists(systemClock, () => Promise.resolve())
  await lists.read(blockListsOf(config))
  const tracker = createOfflineTracker({
    own,
    lists,
    clock: systemClock,
    deniesInfoHashes: deniesInfoHashes(config, hasAdmission),
  })
  return createBlocks({ own, tracker, clock: systemClock })
}

/** Closing the client unlocks the directory. Rejects with StartError. */
export async function openBlocksLocally(
  config: Config,
  directory: DataDirectory,
  hasAdmission: boolean,
): Promise<ApiClient> {
  try {
    const blocks = await openLocalBlocks(config, directory, hasAdmission)
    return await createLocalClient(
      (local, onFault) => registerBlockApi(local, { parts: { blocks }, onFault }),
      () => {
        directory.unlock()
        return Promise.resolve()
      },
    )
  } catch (error) {
    directory.unlock()
    throw error
  }
}
