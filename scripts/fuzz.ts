/**
 * `npm run fuzz -- --minutes N [--seed S]`: throws hostile datagrams and requests at the running listeners, half of the
 * time at each driver. What it finds fails the test, with the seed in its name; make a vector of it in
 * test/fuzz/vectors.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const root = dirname(import.meta.dirname)
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } },
})
const minutes = Number(values.minutes)
const seed = values.seed === undefined ? undefined : Number(values.seed)
if (!(minutes > 0) || (seed !== undefined && !Number.isInteger(seed))) {
  console.error('--minutes must be a number above 0, and --seed a whole number')
  process.exit(1)
}
const vitest = spawn('vitest', ['run', '--project', 'test', 'test/fuzz/listeners.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
    WAGGLE_FUZZ_MINUTES: String(minutes),
    ...(seed === undefined ? {} : { WAGGLE_FUZZ_SEED: String(seed) }),
  },
})
const [status] = (await once(vitest, 'exit')) as [number | null]
process.exitCode = status ?? 1
