/** One of the metrics of a running Waggle: the sum over all series of the name, 0 where there is none. */
export async function siteMetric(site: string, name: string): Promise<number> {
  const text = await (await fetch(`http://${site}/metrics`)).text()
  const values = text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))
  return [...values].reduce((sum, [, value]) => sum + Number(value), 0)
}
