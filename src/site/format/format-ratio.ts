/** What a member uploaded for each byte that they downloaded: `1.52`, and a dash where nothing was downloaded. */

/** Cut off rather than rounded, so that nothing below 1 reads as 1.00. */
export function formatRatio(ratio: number | undefined): string {
  if (ratio === undefined) return '–'
  return (Math.floor(ratio * 100) / 100).toFixed(2)
}
