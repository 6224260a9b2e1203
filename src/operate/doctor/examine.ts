/** Looks at everything that a server needs, whether one runs or not, and changes nothing. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '#config/config'
import { configWarnings } from '#config/warnings'
import { lockName } from '../data-directory.ts'
import { databaseCheck } from './database-check.ts'
import { directoryChecks } from './directory-checks.ts'
import { type Finding, warn } from './finding.ts'
import { kernelChecks } from './kernel-checks.ts'
import { limitChecks } from './limit-checks.ts'
import { nameChecks } from './name-checks.ts'
import { portChecks } from './port-checks.ts'
import { programChecks } from './program-checks.ts'
import { findServer, serverCheck } from './server-check.ts'

export type ExamineOptions = {
  readonly config: Config
  readonly hasDatabase: boolean
  /** Bytes that are set aside for the swarms. */
  readonly regionBytes: number
}

export async function examine(options: ExamineOptions): Promise<Finding[]> {
  const { config, hasDatabase, regionBytes } = options
  const directory = resolve(config.data.directory)
  const server = await findServer(directory)
  const isRunning = server === 'running' || server === 'silent'
  const processId = isRunning ? (holderOf(directory) ?? 'self') : 'self'
  return [
    serverCheck(server, directory),
    ...programChecks(),
    ...configWarnings(config).map((text) => warn('config', text, 'see "waggle config check"')),
    ...kernelChecks(config),
    ...limitChecks({ config, processId, regionBytes }),
    ...directoryChecks({ directory, peersMax: config.tracker.peersMax }),
    ...(hasDatabase ? [await databaseCheck(config, isRunning)] : []),
    ...(await portChecks(config, server)),
    ...(await nameChecks(config)),
  ]
}

/** The process that has locked the directory. */
function holderOf(directory: string): number | undefined {
  try {
    const text = readFileSync(resolve(directory, lockName), 'latin1').trim()
    return /^\d+$/.test(text) ? Number(text) : undefined
  } catch {
    return undefined
  }
}
