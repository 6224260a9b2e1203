/**
 * The signals of an operator: SIGTERM and SIGINT end the server, SIGHUP reloads its configuration, SIGUSR2 hands over to
 * a new process. A second SIGINT, or ten seconds, end it at once.
 *
 * They are listened to from the first moment on, because what a signal does by default is to end the process:
 * one that comes while the server starts, when the saved swarms are in memory only, waits until it is up.
 */
import { endProcess } from '#base/end-process'

const stopSecondsMax = 9.5

export type Signals = {
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly toldToStop: Promise<void>
  /** Aborted then, for what is waited for. */
  readonly stop: AbortSignal
  /** From now on SIGHUP calls `reload`; one that came before does so at once. */
  readonly onReload: (reload: () => void) => void
  /** The same for SIGUSR2. */
  readonly onHandOver: (handOver: () => void) => void
  /** Another process is the server: it gets all signals from now on. `onStop` is told of those that end it. */
  readonly passTo: (pid: () => number, onStop: () => void) => void
}

export function listenToSignals(): Signals {
  const stopping = new AbortController()
  const { signal: stop } = stopping
  let passedTo: (() => number) | undefined
  let onStopPassed: (() => void) | undefined
  const passes = (signal: NodeJS.Signals): boolean => {
    if (passedTo === undefined) return false
    pass(signal, passedTo)
    return true
  }
  const onceReady = (signal: NodeJS.Signals): ((act: () => void) => void) => {
    let act: (() => void) | undefined
    let isWanted = false
    process.on(signal, () => {
      if (stop.aborted || passes(signal)) return
      if (act === undefined) isWanted = true
      else act()
    })
    return (given) => {
      act = given
      if (isWanted && !stop.aborted) given()
    }
  }
  const onReload = onceReady('SIGHUP')
  const onHandOver = onceReady('SIGUSR2')
  const toldToStop = new Promise<void>((resolve) => {
    const end = (signal: NodeJS.Signals): void => {
      // A terminal sends its SIGINT to both; a second one would be taken for impatience.
      if (passes('SIGTERM')) return onStopPassed?.()
      if (stop.aborted && signal === 'SIGINT') endProcess(1)
      if (stop.aborted) return
      setTimeout(() => endProcess(1), stopSecondsMax * 1000).unref()
      // First: what is waited for may fail for it.
      resolve()
      stopping.abort()
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  })
  return {
    toldToStop,
    stop,
    onReload,
    onHandOver,
    passTo: (pid, onStop) => {
      passedTo = pid
      onStopPassed = onStop
    },
  }
}

function pass(signal: NodeJS.Signals, pidOf: () => number): void {
  try {
    const pid = pidOf()
    // 0 would be everybody in our group, ourselves among them.
    if (pid > 0) process.kill(pid, signal)
  } catch {
    // It has ended, and so will we.
  }
}
