/** The guide shows the files that the other tests here run the servers with. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../support/process-run.ts'
import { apache, caddy, haproxy, nginx } from './recipes.ts'
import { readExample } from './web-server.ts'

const guide = readFileSync(join(projectRoot, 'docs', 'guides', 'behind-a-web-server.md'), 'utf8')

const recipes = [nginx, apache, caddy, haproxy].map(({ example }) => example)

test.for(['behind-web-server.toml', 'behind-haproxy.toml', ...recipes])(
  'the guide shows %s whole',
  (name) => {
    expect(guide).toContain(`\n${readExample(name)}\`\`\``)
  },
)
