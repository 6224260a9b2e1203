/** One value of the program's own metrics. */
import { httpGet } from './http-request.ts'
import type { Waggle } from './waggle.ts'

/** The value of `series`, such as `waggle_peers{family="4",role="seeder"}`. */
export async function readMetric(waggle: Waggle, series: string): Promise<number> {
  const { body } = await httpGet(waggle.siteEndpoint, '/metrics')
  const line = body
    .toString()
    .split('\n')
    .find((text) => text.startsWith(`${series} `))
  if (line === undefined) throw new Error(`there is no metric ${series}`)
  return Number(line.slice(series.length))
}
