/**
 * A process that brings a database to a schema of many steps, and prints the numbers of those it did:
 *
 *   node test/storage/migrate-process.ts URL DIRECTORY
 */
import { systemClock } from '#base/clock'
import { connectEngine } from '#index/storage/connect-engine'
import { migrate } from '#index/storage/migrations/migrate'
import { manySteps } from './many-steps.ts'

const [url = '', dataDirectory = ''] = process.argv.slice(2)
const done: number[] = []
const engine = await connectEngine({ url, dataDirectory, clock: systemClock }, async (reached) => {
  const steps = await migrate({ engine: reached, clock: systemClock, migrations: manySteps })
  done.push(...steps.map(({ number }) => number))
})
await engine.close()
process.stdout.write(`${JSON.stringify(done)}\n`)
