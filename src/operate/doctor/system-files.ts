/** What Linux tells in files below /proc and /sys; undefined everywhere else. */
import { readFileSync } from 'node:fs'

export function systemText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

export function systemNumber(path: string): number | undefined {
  const text = systemText(path)?.trim()
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)
}

/** How many files a process may have open, from the text of /proc/PID/limits (proc(5)); infinity where it is unlimited. */
export function openFilesLimit(limits: string): number | undefined {
  const [, soft] = /^Max open files +(\d+|unlimited)/m.exec(limits) ?? []
  if (soft === undefined) return undefined
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
}

/** Bytes of one line of /proc/meminfo. */
export function memoryLine(meminfo: string, name: string): number | undefined {
  const [, kibibytes] = new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(meminfo) ?? []
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
}
