/**
 * The same question where no server runs: the tables that a start would fill are filled with what this question is
 * about, from the files of blocks and the database. Nothing is changed: a database that is not of this version is left to
 * the server.
 */
import { systemClock } from '#base/clock'
import { StartError } from '#base/start-error'
import type { Config } from '#config/config'
import { standingOf } from '#index/members/member-changes'
import type { Database } from '#index/storage/database'
import { openDatabase } from '#index/storage/open-database'
import { readMigrations } from '#index/storage/operations/migrate-database'
import type { ApiClient } from '#operate/api/api-client'
import { createLocalClient } from '#operate/api/local-client'
import { registerBlockApi } from '#operate/api/register-api'
import { ownBlocksFile } from '#operate/blocks-file'
import type { DataDirectory } from '#operate/data-directory'
import type { Explain, ExplainQuery } from '#operate/explain/explanation'
import { readSubject } from '#operate/explain/read-subject'
import { withStorageTold } from '#operate/with-storage-told'
import { Health } from '#telemetry/health'
import { createLog } from '#telemetry/log'
import { planLayout } from '#tracker/swarm/layout'
import { AdmissionKeeper } from './admission-keeper.ts'
import { BlockKeeper } from './block-keeper.ts'
import { createExplain } from './create-explain.ts'
import { MemberKeeper } from './member-keeper.ts'
import { profileOf } from './profile.ts'
import { SwarmKeeper } from './swarm-keeper.ts'
import { TorrentKeeper } from './torrent-keeper.ts'
import { galleryPolicyOf, policyOf } from './tracker-plan.ts'

const silent = createLog({ level: 'silent' })
/** Of hash tables that live as long as this command. */
const seed = [1, 2] as const

/** Closing the client unlocks the directory. Rejects with StartError. */
export async function explainLocally(config: Config, directory: DataDirectory): Promise<ApiClient> {
  let database: Database | undefined
  const close = async (): Promise<void> => {
    await database?.close()
    directory.unlock()
  }
  try {
    if (profileOf(config).hasAdmission) database = await openFor(config, directory)
    const swarms = emptySwarms(config, directory)
    const blocks = new BlockKeeper({
      config,
      ownFile: directory.file(ownBlocksFile),
      swarms,
      clock: systemClock,
      health: new Health(),
      log: silent,
      leavesEnded: true,
    })
    await blocks.configure(config)
    const explain = explainFrom(config, database, swarms, blocks)
    return await createLocalClient(
      (local, onFault) =>
        registerBlockApi(local, { parts: { blocks: blocks.blocks, explain }, onFault }),
      close,
    )
  } catch (error) {
    await close()
    throw error
  }
}

function explainFrom(
  config: Config,
  database: Database | undefined,
  swarms: SwarmKeeper,
  blocks: BlockKeeper,
): Explain {
  const admission = database && new AdmissionKeeper({ config, seed, swarms: swarms.swarms })
  const settings = { policy: policyOf(config), galleries: galleryPolicyOf(config) }
  const parts = { config, blocks, admission, swarms: undefined, settings: () => settings }
  const explain = createExplain(parts)
  return async (query) => {
    if (database !== undefined && admission !== undefined) await fill(admission, database, query)
    return await explain(query)
  }
}

/** Puts into the tables what a start would, of this torrent and this member. */
async function fill(
  admission: AdmissionKeeper,
  database: Database,
  query: ExplainQuery,
): Promise<void> {
  const subject = readSubject(query.subject, query.torrent)
  const { torrents: table, activity, members } = admission
  const keeper = new TorrentKeeper({
    repository: database.torrents,
    table,
    activity,
    monotonicSeconds: () => 0,
    log: silent,
  })
  const hash = subject.infoHash ?? hashIn(subject.query)
  const torrent = hash === undefined ? undefined : await database.torrents.find(hash)
  if (torrent !== undefined) keeper.changed([torrent])
  const [, digits] = /\/\d+\/(\d+)x/.exec(subject.path ?? '') ?? []
  if (members === undefined || digits === undefined) return
  const memberId = Number(digits)
  const repository = database.members
  const [stored] = await repository.memberKeysAfter(memberId - 1, 1)
  if (stored === undefined || stored.memberId !== memberId) return
  const memberKeeper = new MemberKeeper({
    repository,
    table: members,
    clock: systemClock,
    log: silent,
  })
  memberKeeper.changed({ ...stored, ...standingOf(stored, systemClock.nowSeconds()) })
}

function hashIn(query: string): Uint8Array | undefined {
  const [, value = ''] = /(?:^|&)info_hash=([^&]*)/.exec(query) ?? []
  const text = value.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return text.length === 20 ? Buffer.from(text, 'latin1') : undefined
}

/** Nobody is in them: what there is was with the server. */
function emptySwarms(config: Config, directory: DataDirectory): SwarmKeeper {
  return new SwarmKeeper({
    layout: planLayout(1, 1),
    seed,
    peerTimeoutSeconds: config.tracker.intervalSeconds,
    capSources: false,
    clock: systemClock,
    snapshotFile: directory.file('swarms.snapshot'),
    log: silent,
  })
}

async function openFor({ database }: Config, directory: DataDirectory): Promise<Database> {
  const options = {
    url: database.url,
    dataDirectory: directory.path,
    clock: systemClock,
    connectSeconds: 0,
  }
  const steps = await withStorageTold(readMigrations(options))
  const open = steps.filter(({ appliedAt }) => appliedAt === undefined).length
  if (open > 0)
    throw new StartError(
      `${open} of ${steps.length} steps of the database's schema are to be done, and a question does none of them; start the server first, which does`,
    )
  return await withStorageTold(openDatabase(options))
}
