/**
 * The signals of an operator: SIGTERM and SIGINT end the server, SIGHUP reloads its configuration. A second
 * SIGINT, or ten seconds, end it at once.
 *
 * They are listened to from the first moment on, because what a signal does by default is to end the process:
 * one that comes while the server starts, when the saved swarms are in memory only, waits until it is up.
 */
const stopSecondsMax = 9.5

export type Signals = {
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly toldToStop: Promise<void>
  /** From now on SIGHUP calls `reload`; one that came before does so at once. */
  readonly onReload: (reload: () => void) => void
}

export function listenToSignals(): Signals {
  let reload: (() => void) | undefined
  let isReloadWanted = false
  let isStopping = false
  process.on('SIGHUP', () => {
    if (isStopping) return
    if (reload === undefined) isReloadWanted = true
    else reload()
  })
  const toldToStop = new Promise<void>((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      if (isStopping && signal === 'SIGINT') process.exit(1)
      if (isStopping) return
      isStopping = true
      setTimeout(() => process.exit(1), stopSecondsMax * 1000).unref()
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
  return {
    toldToStop,
    onReload: (given) => {
      reload = given
      if (isReloadWanted && !isStopping) given()
    },
  }
}
