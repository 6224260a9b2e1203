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

/** How many requests were answered with the failure of this code, over all protocols. */
export async function readFailures(waggle: Waggle, code: string): Promise<number> {
  const counts = ['udp', 'http'].map((protocol) =>
    readMetric(waggle, `waggle_failures_total{protocol="${protocol}",code="${code}"}`),
  )
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}
