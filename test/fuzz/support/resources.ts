/** What a running program takes of the machine, as Linux tells it (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs'

export type Resources = { readonly residentBytes: number; readonly descriptors: number }

export function resourcesOf(processId: number): Resources {
  const status = readFileSync(`/proc/${processId}/status`, 'latin1')
  const [, kibibytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? []
  return {
    residentBytes: Number(kibibytes) * 1024,
    descriptors: readdirSync(`/proc/${processId}/fd`).length,
  }
}
