/** `npm run soak -- --minutes 60`: the soak by hand, for as long as one likes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } })
const vitest = spawn('vitest', ['run', '--project', 'soak', '--reporter=verbose'], {
  stdio: 'inherit',
  env: { ...process.env, SOAK_MINUTES: values.minutes },
})
const [status] = (await once(vitest, 'exit')) as [number | null]
process.exitCode = status ?? 1
