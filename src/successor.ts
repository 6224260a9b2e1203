/** The process that takes over from this one: started with our sockets and memory, and spoken to while it prepares. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { StartError } from '#base/start-error'
import { environmentWith, handOverVariable } from '#config/surroundings'
import type { FromSuccessor, HandedOver, ToSuccessor } from './hand-over-messages.ts'

/** Our own standard streams come first. */
const firstDescriptor = 3

export type EndOfProcess = {
  readonly status: number | null
  /** That ended it, or what kept it from being started. */
  readonly signal: string | null
}

/** The file of the program that a successor runs, behind links. */
export function programPath(): string {
  const path = process.argv[1] ?? ''
  return existsSync(path) ? realpathSync(path) : path
}

export class Successor {
  readonly pid: number
  /** Resolves when it has ended. */
  readonly end: Promise<EndOfProcess>
  readonly #child: ChildProcess
  readonly #heard: FromSuccessor[] = []
  readonly #listeners = new Set<() => void>()
  #ended: EndOfProcess | undefined

  /** The same program with the same arguments, as it stands on the disk now. Throws StartError. */
  constructor(handed: HandedOver) {
    const { region, lock, sockets } = handed
    const descriptors = [region, lock, ...sockets.map(({ descriptor }) => descriptor)]
    const text = JSON.stringify({
      ...handed,
      region: firstDescriptor,
      lock: firstDescriptor + 1,
      sockets: sockets.map((one, index) => ({ ...one, descriptor: firstDescriptor + 2 + index })),
    })
    const child = start({
      stdio: ['inherit', 'inherit', 'inherit', ...descriptors, 'ipc'],
      env: environmentWith(handOverVariable, text),
    })
    this.#child = child
    this.pid = child.pid ?? 0
    this.end = new Promise((resolve) => {
      const end = (status: number | null, signal: string | null): void => {
        this.#ended = { status, signal }
        for (const look of this.#listeners) look()
        resolve(this.#ended)
      }
      child.once('exit', end)
      child.on('error', (error) => {
        // It has a number as soon as it is started; what fails after that is seen by what it says, or does not.
        if (child.pid === undefined) end(null, error.message)
      })
    })
    child.on('message', (message: FromSuccessor) => {
      this.#heard.push(message)
      for (const look of this.#listeners) look()
    })
  }

  /** Waits for its word. Rejects with StartError where it fails, ends or takes too long. */
  async hears<Type extends FromSuccessor['type']>(
    type: Type,
    timeoutMs: number,
  ): Promise<Extract<FromSuccessor, { type: Type }>> {
    return await new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(late)
        this.#listeners.delete(look)
        act()
      }
      const look = (): void => {
        const found = this.#heard.find((one) => one.type === type)
        const failed = this.#heard.find((one) => one.type === 'failed')
        const ended = this.#ended
        if (found !== undefined)
          settle(() => resolve(found as Extract<FromSuccessor, { type: Type }>))
        else if (failed !== undefined) settle(() => reject(new StartError(failed.message)))
        else if (ended !== undefined) settle(() => reject(endedEarly(ended)))
      }
      const late = setTimeout(() => settle(() => reject(tooSlow(timeoutMs))), timeoutMs)
      this.#listeners.add(look)
      look()
    })
  }

  tell(message: ToSuccessor): void {
    // Who has ended hears nothing, and is seen to have ended.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  /** Nothing holds this process up for it any more. */
  release(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  /** As an operator would. One that has ended already is left alone. */
  stop(): void {
    this.#child.kill('SIGTERM')
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

function start(options: SpawnOptions): ChildProcess {
  const args = [...process.execArgv, ...process.argv.slice(1)]
  try {
    return spawn(process.execPath, args, options)
  } catch (error) {
    throw new StartError(
      `the system does not start the new program (${String(error)}); try again, or restart the server`,
    )
  }
}

function endedEarly({ signal, status }: EndOfProcess): StartError {
  const how = signal ?? `status ${status ?? 'unknown'}`
  return new StartError(`the new program ended early (${how}); its own words are in the log`)
}

function tooSlow(timeoutMs: number): StartError {
  const seconds = Math.round(timeoutMs / 1000)
  return new StartError(`the new program was not ready within ${seconds} s; look at the log`)
}
