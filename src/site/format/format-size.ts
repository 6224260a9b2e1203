/** Sizes of files: one digit after the point, and units of 1024. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `17 B`, `252.0 MiB`, `1.4 GiB`. */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  // What would be shown as 1024.0 is 1.0 of the next unit.
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
