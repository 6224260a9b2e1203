/**
 * A PostgreSQL server for the tests of one file, from Debian's package: a cluster of its own in a temporary
 * directory, on loopback, with a password. It runs as user postgres where the tests run as root, which it
 * refuses. It ends after the tests, and with the process that started it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { selfSignedCertificate } from './self-signed-certificate.ts'

const installed = '/usr/lib/postgresql'
const user = 'waggle'
/** Has characters that an address writes as %xx. */
const password = 'p@ss/w:rd'
const startTimeoutMs = 60_000

/** Where the newest installed version has its programs. */
function programs(): string {
  const [newest] = readdirSync(installed).toSorted((one, other) => Number(other) - Number(one))
  if (newest === undefined) throw new Error('install postgresql: node scripts/system-packages.ts')
  return join(installed, newest, 'bin')
}

/** The words before a command with which it runs as postgres, and ends with the process that started it. */
function asPostgres(): string[] {
  const rights = ['--reuid', 'postgres', '--regid', 'postgres', '--clear-groups']
  const isRoot = process.getuid?.() === 0
  return ['setpriv', ...(isRoot ? rights : []), '--pdeathsig', 'INT', '--']
}

function runProgram(name: string, args: readonly string[]): void {
  const [command = '', ...rest] = [...asPostgres(), join(programs(), name), ...args]
  const run = spawnSync(command, rest, { encoding: 'utf8', cwd: '/' })
  if (run.status !== 0) throw new Error(`${name}: ${run.error?.message ?? run.stderr}`)
}

function giveToPostgres(...paths: string[]): void {
  if (process.getuid?.() !== 0) return
  for (const path of paths) chownSync(path, userNumber('-u'), userNumber('-g'))
}

function userNumber(flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

export class PostgresServer {
  readonly port: number
  readonly #directory: string
  #process: ChildProcess | undefined
  #databases = 0
  #settings: Readonly<Record<string, string>> = {}

  private constructor(directory: string, port: number) {
    this.#directory = directory
    this.port = port
  }

  /** Makes a cluster and starts it. */
  static async start(): Promise<PostgresServer> {
    const directory = mkdtempSync(join(tmpdir(), 'waggle-postgres-'))
    const passwordFile = join(directory, 'password')
    writeFileSync(passwordFile, password)
    giveToPostgres(directory, passwordFile)
    const data = ['--pgdata', join(directory, 'data'), '--no-sync']
    const access = ['--username', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256']
    runProgram('initdb', [...data, ...access, '--encoding', 'UTF8', '--locale', 'C.UTF-8'])
    const server = new PostgresServer(directory, await freePort())
    await server.resume()
    return server
  }

  /** Starts the server on the same port, and waits until it takes connections. */
  async resume(): Promise<void> {
    const settings = {
      port: this.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.#directory,
      fsync: 'off',
      max_connections: 60,
      ...this.#settings,
    }
    const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
    const server = [join(programs(), 'postgres'), '-D', join(this.#directory, 'data'), ...args]
    const [command = '', ...rest] = [...asPostgres(), ...server]
    const started = spawn(command, rest, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
    this.#process = started
    await saysReady(started)
  }

  /** Ends the server at once, cutting every connection. */
  async halt(): Promise<void> {
    if (this.#process === undefined) return
    const ended = once(this.#process, 'exit')
    // "Fast shutdown": cuts connections, and ends cleanly.
    this.#process.kill('SIGINT')
    await ended
    this.#process = undefined
  }

  /** Starts it again with TLS; gives its certificate, and one that it does not have. */
  async useTls(directory: string): Promise<{ certificateFile: string; strangerFile: string }> {
    const { certificate, key } = selfSignedCertificate('127.0.0.1')
    const stranger = selfSignedCertificate('127.0.0.1')
    const certificateFile = join(directory, 'server.pem')
    const strangerFile = join(directory, 'stranger.pem')
    const [serverFile, keyFile] = [
      join(this.#directory, 'tls.pem'),
      join(this.#directory, 'tls.key'),
    ]
    writeFileSync(certificateFile, certificate)
    writeFileSync(strangerFile, stranger.certificate)
    writeFileSync(serverFile, certificate)
    writeFileSync(keyFile, key, { mode: 0o600 })
    giveToPostgres(serverFile, keyFile)
    await this.halt()
    this.#settings = { ssl: 'on', ssl_cert_file: serverFile, ssl_key_file: keyFile }
    await this.resume()
    return { certificateFile, strangerFile }
  }

  async stop(): Promise<void> {
    await this.halt()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  /** The address of a new, empty database. */
  async newDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`
    await this.run('postgres', `CREATE DATABASE ${name}`)
    return this.url(name)
  }

  url(database: string, withPassword: string = password): string {
    const secret = encodeURIComponent(withPassword)
    return `postgres://${user}:${secret}@127.0.0.1:${this.port}/${database}`
  }

  /** The same database through the server's socket, for who is in another network namespace. */
  throughSocket(address: string): string {
    return `${address}?host=${encodeURIComponent(this.#directory)}`
  }

  /** Runs statements in a database by its name. */
  async run(database: string, statements: string): Promise<void> {
    const client = new Client({ connectionString: this.url(database) })
    await client.connect()
    await client.query(statements)
    await client.end()
  }
}

/** Resolves at the line of the log that says so; rejects with the log when the server ends before. */
async function saysReady(server: ChildProcess): Promise<void> {
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.on('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
    server.stderr?.setEncoding('utf8')
    server.stderr?.on('data', (text: string) => {
      log += text
      if (/database system is ready to accept connections/.test(log)) resolve()
    })
  })
}

/** One server for all tests of a file. Gives it; to be called inside tests only. */
export function usePostgres(): () => PostgresServer {
  let server: PostgresServer | undefined
  beforeAll(async () => {
    server = await PostgresServer.start()
  }, startTimeoutMs)
  afterAll(async () => {
    await server?.stop()
  }, startTimeoutMs)
  return () => {
    if (server === undefined) throw new Error('PostgreSQL is not running')
    return server
  }
}
