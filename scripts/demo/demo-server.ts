/**
 * The program with a day behind it: what the chart shows of the time before the demo began is made up, and given by the
 * demo in DEMO_LEVEL. Everything else is the program as it is. It ends when the demo does, however that ends.
 */
import { systemClock } from '#base/clock'
import { DayHistory } from '#telemetry/day-history'
import { type Level, madeDay } from './made-day.ts'

const level = process.env['DEMO_LEVEL']
if (level !== undefined) {
  const day = madeDay(systemClock.nowSeconds(), JSON.parse(level) as Level)
  // Called below with the `this` that it was called with.
  // oxlint-disable-next-line typescript/unbound-method
  const { points } = DayHistory.prototype
  DayHistory.prototype.points = function withMadeDay(this: DayHistory) {
    const own = points.call(this)
    const firstSeconds = own[0]?.startSeconds ?? Number.POSITIVE_INFINITY
    return [...day.filter(({ startSeconds }) => startSeconds < firstSeconds), ...own]
  }
}
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
await import('#main')
