/** What the system lets a process have: open files, buffers of sockets, memory, tracked connections. */
import { httpConnectionsMax } from '#base/limits'
import type { Config } from '#config/config'
import { type Finding, fail, ok, warn } from './finding.ts'
import { memoryLine, openFilesLimit, systemNumber, systemText } from './system-files.ts'
import { untrackedTable } from './untracked-table.ts'

export type LimitFacts = {
  readonly config: Pick<Config, 'tracker'>
  /** The server, or this process where none runs. */
  readonly processId: number | 'self'
  /** Bytes that are set aside for the swarms. */
  readonly regionBytes: number
}

/** What the linux driver asks for each UDP socket. */
const receiveBufferBytes = 8 * 1024 * 1024
/** Files beside the connections of clients: the program's own, the database's, the site's. */
const otherFiles = 1000

export function limitChecks(facts: LimitFacts): Finding[] {
  return [
    ...openFilesCheck(facts),
    ...receiveBufferCheck(facts),
    ...memoryCheck(facts.regionBytes),
    ...conntrackCheck(facts),
  ]
}

function openFilesCheck({ config, processId }: LimitFacts): Finding[] {
  const limit = openFilesLimit(systemText(`/proc/${processId}/limits`) ?? '')
  if (limit === undefined) return []
  const { http, https, workers } = config.tracker
  const threads = (http.length > 0 ? workers : 0) + (https.length > 0 ? 1 : 0)
  const needed = otherFiles + threads * httpConnectionsMax
  const whose = processId === 'self' ? 'this shell' : `the server (process ${processId})`
  const text = `${whose} may have ${limit} files open`
  if (limit >= needed) return [ok('open_files', text)]
  const remedy = `in the service: LimitNOFILE=${needed}; in a shell: ulimit -n ${needed}`
  return [
    limit < 2 * otherFiles
      ? fail('open_files', `${text}: too few for clients over HTTP`, remedy)
      : warn('open_files', `${text}; all connections that HTTP may have need ${needed}`, remedy),
  ]
}

function receiveBufferCheck({ config }: LimitFacts): Finding[] {
  const most = systemNumber('/proc/sys/net/core/rmem_max')
  if (most === undefined || config.tracker.udp.length === 0) return []
  const text = `net.core.rmem_max is ${most}`
  if (most >= receiveBufferBytes) return [ok('receive_buffer', text)]
  return [
    warn(
      'receive_buffer',
      `${text}: while a thread is busy, datagrams beyond that are lost (waggle_udp_lost_total)`,
      `sysctl -w net.core.rmem_max=${receiveBufferBytes}, and the same line in /etc/sysctl.d/waggle.conf`,
    ),
  ]
}

function memoryCheck(regionBytes: number): Finding[] {
  const total = memoryLine(systemText('/proc/meminfo') ?? '', 'MemTotal')
  if (total === undefined) return []
  const allowed = Math.min(total, systemNumber('/sys/fs/cgroup/memory.max') ?? total)
  const text = `full swarms take up to ${mebibytes(regionBytes)} MiB of ${mebibytes(allowed)} MiB`
  if (regionBytes <= allowed * 0.8) return [ok('memory', text)]
  const remedy = 'lower tracker.peers_max and tracker.torrents_max, or give it more memory'
  return [warn('memory', `${text}: the system may end the server before they are full`, remedy)]
}

/** A firewall that remembers every sender is full long before a tracker is. */
function conntrackCheck({ config }: LimitFacts): Finding[] {
  const most = systemNumber('/proc/sys/net/netfilter/nf_conntrack_max')
  const count = systemNumber('/proc/sys/net/netfilter/nf_conntrack_count')
  if (most === undefined || count === undefined) return []
  const text = `the firewall tracks ${count} connections of at most ${most}`
  if (count < most / 2) return [ok('conntrack', text)]
  const table = untrackedTable(config.tracker.udp.map(({ port }) => port))
  const remedy =
    table === undefined
      ? `sysctl -w net.netfilter.nf_conntrack_max=${2 * most}`
      : `do not track datagrams of the tracker: nft '${table}', and the same in /etc/nftables.conf`
  return [warn('conntrack', `${text}; when they are all taken, packets are dropped`, remedy)]
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2)
}
