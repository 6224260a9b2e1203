/** Sizes of files: one digit after the point, and units of 1024. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** The unit that a size is shown in. */
export function sizeUnitBytes(bytes: number): number {
  return 1024 ** unitOf(bytes)
}

/** `17 B`, `252.0 MiB`, `1.4 GiB`. */
export function formatSize(bytes: number): string {
  const unit = unitOf(bytes)
  const value = bytes / 1024 ** unit
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

function unitOf(bytes: number): number {
  let unit = 0
  // What would be shown as 1024.0 is 1.0 of the next unit.
  while (bytes / 1024 ** unit >= 1023.95 && unit < units.length - 1) unit++
  return unit
}
