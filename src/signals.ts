/**
 * The signals of an operator: SIGTERM and SIGINT end the server, SIGHUP reloads its configuration. A second
 * SIGINT, or ten seconds, end it at once.
 */
const stopSecondsMax = 9.5

/** Resolves at the first SIGTERM or SIGINT; calls `reload` at each SIGHUP until then. */
export function untilToldToStop(reload: () => void): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGHUP', reload)
    const stop = (): void => {
      process.off('SIGHUP', reload)
      process.off('SIGTERM', stop)
      process.off('SIGINT', stop)
      process.on('SIGHUP', () => {})
      process.on('SIGTERM', () => {})
      process.on('SIGINT', () => process.exit(1))
      setTimeout(() => process.exit(1), stopSecondsMax * 1000).unref()
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}
