/** What npm's scripts say when there is no Node that could say it. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ProcessRun, projectRoot } from '../support/process-run.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-node-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs `sh -c command` where `node` is a script with this body, and gives its status and error lines. */
async function runWithNode(
  body: string,
  command = 'sh bin/check-node.sh',
): Promise<{ status: number | null; said: string[] }> {
  const node = join(directory, 'node')
  writeFileSync(node, `#!/bin/sh\n${body}\n`)
  chmodSync(node, 0o700)
  const environment = { PATH: `${directory}:/usr/bin:/bin` }
  const run = new ProcessRun({ command: '/bin/sh', args: ['-c', command], environment })
  const { status } = await run.end
  return { status, said: run.stderr.split('\n').slice(0, -1) }
}

/** As the loader of glibc has it. */
const withoutLibatomic =
  'echo "node: error while loading shared libraries: libatomic.so.1: cannot open shared object file: No such file or directory" >&2; exit 127'

describe('the check of Node', () => {
  test.for(['v26.0.0', 'v26.13.1', 'v30.1.0'])('is silent about %s', async (version) => {
    expect(await runWithNode(`echo ${version}`)).toEqual({ status: 0, said: [] })
  })

  test.for(['v20.20.2', 'v25.9.0', 'v8.0.0'])('says that %s is too old', async (version) => {
    const { status, said } = await runWithNode(`echo ${version}`)
    expect(said).toEqual([
      `waggle: this is Node ${version}, and Waggle needs Node 26 or newer; run npm install, which brings one`,
    ])
    expect(status).toBe(1)
  })

  test('names libatomic and how to install it', async () => {
    const { status, said } = await runWithNode(withoutLibatomic)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /^waggle: .*libatomic\.so\.1; install it \(.*apt-get install libatomic1/,
    )
    expect(status).toBe(1)
  })

  test('says in one line whatever else keeps Node from starting', async () => {
    const { status, said } = await runWithNode('printf "one\\ntwo\\n" >&2; exit 1')
    expect(said).toEqual([expect.stringMatching(/^waggle: Node does not start \(one two\); /)])
    expect(status).toBe(1)
  })
})

describe('the scripts of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }

  test.for(['start', 'waggle', 'test'])(
    '%s says what is missing and does not go on',
    async (name) => {
      const { status, said } = await runWithNode(
        withoutLibatomic,
        `${scripts[name]} --some argument`,
      )
      expect(said).toHaveLength(1)
      expect(said[0]).toContain('apt-get install libatomic1')
      expect(status).toBe(1)
    },
  )

  test.for(['start', 'waggle', 'test'])('%s becomes Node, with what npm appends', async (name) => {
    const body = 'case "$1" in --version) echo v26.13.0 ;; *) echo "$PPID $@" >&2; exit 42 ;; esac'
    const { status, said } = await runWithNode(
      body,
      `echo $$ >&2; ${scripts[name]} --some argument`,
    )
    const [shell, became = ''] = said
    const [parent, ...args] = became.split(' ')
    expect(args.join(' ')).toMatch(
      /^(?:bin\/waggle\.js(?: serve)?|scripts\/test\.ts) --some argument$/,
    )
    // The shell has become Node, so Node's parent is the shell's own.
    expect([status, parent]).toEqual([42, String(process.pid)])
    expect(shell).not.toBe(parent)
  })
})
