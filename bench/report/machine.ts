/** Where and when figures come from. */
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { capture } from '../trackers/capture.ts'

const root = join(import.meta.dirname, '../..')

/** One line on processor, memory and kernel. */
export function machine(): string {
  const all = cpus()
  const gibibytes = (totalmem() / 1024 ** 3).toFixed(0)
  const virtual = /^flags.*\bhypervisor\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))
  const kind = virtual ? ', a virtual machine' : ''
  return `${all[0]?.model.trim() ?? '?'}, ${all.length} cores, ${gibibytes} GiB${kind}; Linux ${release()}`
}

/** The commit, and whether the tree differs from it. */
export function commit(): string {
  const hash = capture('git', ['-C', root, 'rev-parse', '--short=10', 'HEAD']) ?? 'unknown'
  const changes = capture('git', ['-C', root, 'status', '--porcelain', 'src']) ?? ''
  return changes === '' ? hash : `${hash} with changes in src/`
}
