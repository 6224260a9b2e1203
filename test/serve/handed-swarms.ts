/** Trackers whose next process may be another program, or have another configuration, than the one that runs. */
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Operator } from '../operate/operator.ts'
import { ProcessRun, projectRoot } from '../support/process-run.ts'
import { randomHash } from '../support/random-hash.ts'
import {
  baseSettings,
  freshDirectory,
  readyLine,
  type Settings,
  settingArguments,
  Waggle,
} from '../support/waggle.ts'

type ProgramStart = {
  /** Its path, which may be a link. */
  readonly program: string
  readonly file: string
  readonly given: Settings
}

export async function startProgram({ program, file, given }: ProgramStart): Promise<Waggle> {
  const args = [program, 'serve', '--config', file, ...settingArguments(given)]
  const run = new ProcessRun({ command: process.execPath, args })
  return new Waggle(run, await readyLine(run), given['data.directory'] ?? '', false)
}

/** What it says to the running one is heard only after SIGTERM, or another signal that means nothing to a server. */
const heldProgram = `
  const send = process.send.bind(process)
  process.send = (message, ...rest) => {
    const { type } = message
    if (type !== 'prepared' && type !== 'took-over') return send(message, ...rest)
    let isSent = false
    const release = () => {
      if (!isSent) send(message, ...rest)
      isSent = true
    }
    process.on('SIGTERM', release).on('SIGWINCH', release)
    console.log(type + ' ' + process.pid)
  }
  await import('${join(projectRoot, 'bin/waggle.js')}')
`

/** A tracker of the registered mode whose next process may be another program, with other ceilings. */
export class HandedSwarms {
  readonly infoHash = randomHash()
  readonly snapshot: string
  readonly #directory = freshDirectory()
  readonly #file = join(this.#directory, 'waggle.toml')
  readonly #program = join(this.#directory, 'waggle.js')
  readonly #held = join(this.#directory, 'held.mjs')
  readonly #given: Settings
  readonly #operator: Operator
  #torrentsMax = 1000

  constructor() {
    const dataDirectory = freshDirectory()
    const { 'site.listen': _, ...given } = baseSettings('linux', dataDirectory)
    this.#given = { ...given, mode: 'registered' }
    this.#operator = new Operator(this.#given)
    this.snapshot = join(dataDirectory, 'swarms.snapshot')
    writeFileSync(this.#held, heldProgram)
    this.next({})
  }

  async start(): Promise<Waggle> {
    this.next({})
    return await startProgram({ program: this.#program, file: this.#file, given: this.#given })
  }

  async register(): Promise<void> {
    await this.#operator.good(
      'torrent',
      'add',
      '--hash',
      this.infoHash.toString('hex'),
      '--name',
      'x',
    )
  }

  /** The next process has ceilings that the swarms do not fit as they lie. */
  next({ isHeld = false }): void {
    this.#torrentsMax += 500
    const ceilings = `torrents_max = ${this.#torrentsMax}\npeers_max = 20000`
    const site = '[site]\nlisten = "127.0.0.1:0"'
    writeFileSync(this.#file, `[tracker]\n${ceilings}\n${site}\n`)
    rmSync(this.#program, { force: true })
    symlinkSync(isHeld ? this.#held : join(projectRoot, 'bin/waggle.js'), this.#program)
  }

  /** As the database has it when no server runs. */
  async downloads(): Promise<number | undefined> {
    const [torrent] = (await this.#operator.json('torrent', 'list')) as { completed: number }[]
    return torrent?.completed
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true })
    rmSync(this.#given['data.directory'] ?? '', { recursive: true })
  }
}
