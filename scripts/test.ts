/**
 * What `npm test` runs: types, lint, format, unused code, then every test. All of it runs even when something
 * fails; the last line is `N passed, M failed`, and the exit status is 1 when M is not 0. Arguments go to
 * vitest: `npm test -- test/swarm`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ensureSystemPackages } from './system-packages.ts'

interface Step {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

/** What is read of vitest's report. */
interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

interface Outcome {
  readonly passed: number
  readonly failed: number
}

const root = dirname(import.meta.dirname)
const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)

const checks: readonly Step[] = [
  { name: 'types', command: 'tsc', args: [] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', command: 'biome', args: ['ci', '--error-on-warnings'] },
  { name: 'unused code', command: 'knip', args: [] },
]

/** Whether the step succeeded. Its output goes where ours goes. */
async function run({ name, command, args }: Step): Promise<boolean> {
  console.log(`\n— ${name}: ${[command, ...args].join(' ')}`)
  const startMs = performance.now()
  const isGood = await succeeds(command, args)
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(`— ${name}: ${isGood ? 'good' : 'failed'} after ${seconds} s`)
  return isGood
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  const env = { ...process.env, PATH: path }
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env })
  try {
    const [status] = (await once(child, 'exit')) as [number | null]
    return status === 0
  } catch (error) {
    console.error(`${command} does not start: ${String(error)}`)
    return false
  }
}

/** Runs the tests; the numbers come from vitest's own report. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'waggle-report-'))
  const report = join(directory, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const isGood = await run({
    name: 'tests',
    command: 'vitest',
    args: ['run', ...reporters, ...args],
  })
  const { passed, failed } = outcomeOf(report)
  rmSync(directory, { recursive: true })
  return { passed, failed: isGood ? failed : Math.max(1, failed) }
}

/** A file that could not even be loaded counts as one failed test. */
function outcomeOf(report: string): Outcome {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    const failures = testResults.map(({ status, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed').length
      return status === 'failed' ? Math.max(1, failed) : failed
    })
    return { passed: numPassedTests, failed: failures.reduce((sum, count) => sum + count, 0) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

ensureSystemPackages()
const failedSteps: string[] = []
for (const step of checks) if (!(await run(step))) failedSteps.push(step.name)
const tests = await runTests(process.argv.slice(2))
const failed = failedSteps.length + tests.failed
if (tests.failed > 0) failedSteps.push('tests')

console.log('')
for (const name of failedSteps) console.log(`failed: ${name}`)
console.log(`${tests.passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
