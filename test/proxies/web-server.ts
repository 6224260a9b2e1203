/**
 * A real web server or proxy in front of the program, started with its example from docs/examples: a process of its
 * own, in a directory of its own, and never as root.
 */
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import type { Endpoint } from '../support/endpoint.ts'
import { ProcessRun, projectRoot, type RunEnd } from '../support/process-run.ts'
import { HttpConnection } from '../support/raw-http.ts'
import type { Waggle } from '../support/waggle.ts'
import type { Place, Recipe } from './recipes.ts'

/** The user "nobody", who owns nothing. */
const nobody = 65_534
const hookTimeoutMs = 60_000

export class WebServer {
  readonly run: ProcessRun
  readonly #place: Place

  constructor(run: ProcessRun, place: Place) {
    this.run = run
    this.#place = place
  }

  get http4(): Endpoint {
    return { host: '127.0.0.1', port: this.#place.port }
  }

  get http6(): Endpoint {
    return { host: '::1', port: this.#place.port }
  }

  get https4(): Endpoint {
    return { host: '127.0.0.1', port: this.#place.tlsPort }
  }

  async stop(): Promise<RunEnd> {
    this.run.signal('SIGTERM')
    const end = await this.run.end
    rmSync(this.#place.directory, { recursive: true, force: true })
    return end
  }
}

/** The text of a file that operators are given. */
export function readExample(name: string): string {
  return readFileSync(join(projectRoot, 'docs', 'examples', name), 'utf8')
}

/** A server by `recipe` in front of `waggle` for all tests of a `describe`; gives it inside tests. */
export function useWebServer(recipe: Recipe, waggle: () => Waggle): () => WebServer {
  let server: WebServer | undefined
  beforeAll(async () => {
    server = await startWebServer(recipe, waggle())
  }, hookTimeoutMs)
  afterAll(async () => {
    // Each has an exit status of its own for the signal that ends it.
    expect(await server?.stop()).toBeDefined()
  }, hookTimeoutMs)
  return () => {
    if (server === undefined) throw new Error('the web server is not running')
    return server
  }
}

async function startWebServer(recipe: Recipe, waggle: Waggle): Promise<WebServer> {
  const place: Place = {
    directory: mkdtempSync(join(tmpdir(), 'waggle-proxy-')),
    port: await freePort(),
    tlsPort: await freePort(),
    tracker: waggle.http4,
    tlsTracker: waggle.https[0],
  }
  const { directory } = place
  const file = join(directory, recipe.example)
  writeFileSync(file, configuration(recipe, place))
  const isRoot = process.getuid?.() === 0
  chmodSync(file, 0o644)
  if (isRoot) chownSync(directory, nobody, nobody)
  const run = new ProcessRun({
    command: recipe.command,
    args: recipe.args(file, directory),
    environment: { HOME: directory, XDG_CONFIG_HOME: directory, XDG_DATA_HOME: directory },
    ...(isRoot ? { userId: nobody } : {}),
  })
  const server = new WebServer(run, place)
  await listening(run, [server.http4, server.http6])
  return server
}

/** The example with the changes of the test. */
function configuration({ example, changes }: Recipe, place: Place): string {
  return changes(place).reduce((text, [found, instead]) => {
    if (text.split(found).length !== 2) throw new Error(`${example} has not one "${found}"`)
    return text.replace(found, () => instead)
  }, readExample(example))
}

/** A port that nobody listens on, now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until `run` takes connections; fails with what it printed if it ends before. */
async function listening(run: ProcessRun, endpoints: readonly Endpoint[]): Promise<void> {
  const ended = run.end.then(() => {
    throw new Error(`it ended early:\n${run.stdout}\n${run.stderr}`)
  })
  const connects = vi.waitFor(
    async () => {
      for (const endpoint of endpoints) {
        using connection = await HttpConnection.open(endpoint)
        connection.halfClose()
      }
    },
    { timeout: 30_000, interval: 20 },
  )
  await Promise.race([ended, connects])
}
