/** What the log and /healthz say after lists of blocks were read. Networks and addresses are never in it. */
import { type BlockKind, listKeys } from '#index/blocks/block'
import type { ListReport } from '#index/blocks/block-tracker'
import type { Health } from '#telemetry/health'
import type { Log } from '#telemetry/log'

type Channels = { readonly log: Log; readonly health: Health }

/** `rulesOf` says how many rules of a kind are in force, the operator's own included. */
export function tellOfLists(
  reports: readonly ListReport[],
  rulesOf: (kind: BlockKind) => number,
  { log, health }: Channels,
): void {
  for (const report of reports) tellOfFaults(report, log)
  const problems = reports.filter(({ problem }) => problem !== undefined).map(problemText)
  for (const problem of problems) log.error('block_list_kept', `${problem}.`)
  if (problems.length === 0) health.restore('blocks')
  else health.impair('blocks', problems.join('; '))
  const [networks, clients, infoHashes] = [
    rulesOf('network'),
    rulesOf('client'),
    rulesOf('info_hash'),
  ]
  if (reports.length === 0 && networks + clients + infoHashes === 0) return
  const message = `Blocked: ${networks} networks, ${clients} clients, ${infoHashes} info-hashes.`
  log.info('blocks_loaded', message, { networks, clients, infoHashes })
}

function tellOfFaults({ kind, path, faults, toldFaults }: ListReport, log: Log): void {
  if (faults === 0) return
  const lines = toldFaults.map(({ line }) => line)
  log.warn(
    'block_lines_left_out',
    `${listKeys[kind]} = "${path}": ${faults} lines are no rules and were left out; "waggle block lists" says what is wrong with the first of them.`,
    { faults, lines },
  )
}

function problemText({ kind, path, problem = '', readAt }: ListReport): string {
  const kept =
    readAt === undefined
      ? 'nothing of it is in force'
      : 'what was read from it before stays in force'
  return `${listKeys[kind]} = "${path}": the file ${problem}; ${kept}. Correct it and reload (SIGHUP)`
}
