/*
 * A network of its own for the tracker and its clients: a Linux network namespace that has nothing
 * but `lo`, with a few dozen hosts' addresses on it (host.ts). No packet can leave the machine, several
 * test files never meet, and every client has an address of its own, which clients insist on: they
 * drop peers at 127.0.0.1 and keep one connection per address.
 *
 *   this process ──IPC──▶ network-holder.ts  (in the namespace: keeps it open, does HTTP requests)
 *                └─nsenter─▶ tracker, clients (in the namespace)
 *
 * A test process cannot enter a namespace itself, so the holder asks HTTP on its behalf. Each program
 * is ended by its own process id; should the test process die first, the kernel ends them
 * (`setpriv --pdeathsig`).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { HolderReply, HolderRequest } from './network-holder.ts'
import { Program } from './program.ts'

interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

type Request = Omit<HolderRequest, 'id'>

export interface Network {
  /** Starts a program in the network; its home is `home`, its environment otherwise bare. */
  start(name: string, command: readonly [string, ...string[]], home: string): Program
  /** What stands before a command that others start in the network. */
  readonly enter: readonly string[]
  /** One HTTP request on a connection of its own. */
  request(request: Request): Promise<Response>
  close(): Promise<void>
}

const root = process.getuid?.() === 0
const untied = root ? ['--net'] : ['--net', '--user', '--map-root-user']
const entered = root ? ['--net'] : ['--net', '--user', '--preserve-credentials']
const dieWithParent = ['setpriv', '--pdeathsig', 'KILL', '--'] as const

export async function openNetwork(): Promise<Network> {
  const holder = spawn(dieWithParent[0], [...dieWithParent.slice(1), ...holderCommand()], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: environment('/'),
  })
  const program = new Program('network holder', holder)
  await ready(holder, program)

  const enter = ['nsenter', '--target', String(holder.pid), ...entered, '--', ...dieWithParent]
  const request = requester(holder, program)
  const programs: Program[] = []
  return {
    enter,
    request,
    start(name, command, home) {
      const [first = '', ...rest] = [...enter, ...command]
      const child = spawn(first, rest, { cwd: home, env: environment(home) })
      const started = new Program(name, child)
      programs.push(started)
      return started
    },
    async close() {
      await Promise.all(programs.map((started) => started.end('SIGKILL')))
      await program.end()
    },
  }
}

function holderCommand(): readonly string[] {
  const script = fileURLToPath(new URL('network-holder.ts', import.meta.url))
  return ['unshare', ...untied, '--', process.execPath, script]
}

/** Nothing of the test runner's environment reaches what is tested. */
function environment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8', TERM: 'dumb' }
}

async function ready(holder: ChildProcess, program: Program): Promise<void> {
  const message = once(holder, 'message').catch(() => undefined)
  const told = await Promise.race([message, program.ended])
  if (Array.isArray(told)) return
  const reason = program.lines.find((line) => line !== '') ?? 'no reason given'
  throw new Error(`e2e needs a network namespace (root, or unshare -rn allowed): ${reason}`)
}

function requester(holder: ChildProcess, program: Program): Network['request'] {
  const waiting = new Map<number, (reply: HolderReply) => void>()
  let lastId = 0
  holder.on('message', (reply: HolderReply) => {
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  return async (request) => {
    if (!holder.connected) throw program.failure('gone')
    lastId += 1
    const id = lastId
    const reply = await new Promise<HolderReply>((resolve) => {
      waiting.set(id, resolve)
      holder.send({ id, ...request } satisfies HolderRequest)
    })
    if ('error' in reply) throw new Error(`${request.url}: ${reply.error}`)
    return { ...reply, body: Buffer.from(reply.body, 'base64') }
  }
}
