/**
 * How long somebody who failed to log in has to wait before the next attempt is listened to:
 *
 *   failures of one name from one network    1    2     3     4      5       6     7 and more
 *   then wait                                0    30 s  90 s  5 min  15 min  3 h   6 h
 *
 * A network that tries many names waits by the same table, a step for every five failures. Nobody can lock a member out
 * from elsewhere: another network has its own count. While the wait lasts the right password is refused, too, or
 * waiting would teach whoever guesses nothing. Kept in memory alone; a day without a failure, or a restart, forgets.
 *
 * An attempt counts as failed from its beginning, so that many at the same time are no way around the wait.
 */
import { FailedLogins } from './failed-logins.ts'

export type LoginAttempt = {
  /** The key of a name, known or not. */
  readonly nameKey: string
  /** The network that it comes from. */
  readonly network: string
}

/** By the number of failures, beginning with one. */
const delaySeconds = [0, 30, 90, 300, 900, 3 * 3600, 6 * 3600] as const

const networkFailuresPerStep = 5

export class LoginBackOff {
  readonly #byName: FailedLogins
  readonly #byNetwork: FailedLogins

  /** `rememberedMax` names with their networks, and as many networks. */
  constructor(rememberedMax: number) {
    this.#byName = new FailedLogins(rememberedMax)
    this.#byNetwork = new FailedLogins(rememberedMax)
  }

  /** Seconds still to wait; 0 where the attempt is listened to, which counts as failed until it is taken back. */
  begin(attempt: LoginAttempt, nowSeconds: number): number {
    const seconds = this.#waitSeconds(attempt, nowSeconds)
    if (seconds > 0) return seconds
    this.#byName.add(nameAndNetwork(attempt), nowSeconds)
    this.#byNetwork.add(attempt.network, nowSeconds)
    return 0
  }

  /** It was right: all failures of this name from there were slips of its owner. */
  succeeded(attempt: LoginAttempt, nowSeconds: number): void {
    const key = nameAndNetwork(attempt)
    const slips = this.#byName.count(key, nowSeconds)
    this.#byName.takeOff(key, slips)
    this.#byNetwork.takeOff(attempt.network, slips)
  }

  /** Whether it was right could not be found out. */
  withdrawn(attempt: LoginAttempt): void {
    this.#byName.takeOff(nameAndNetwork(attempt), 1)
    this.#byNetwork.takeOff(attempt.network, 1)
  }

  #waitSeconds(attempt: LoginAttempt, nowSeconds: number): number {
    const key = nameAndNetwork(attempt)
    const byName = delayAfter(this.#byName.count(key, nowSeconds))
    const steps = Math.floor(
      this.#byNetwork.count(attempt.network, nowSeconds) / networkFailuresPerStep,
    )
    const byNetwork = delayAfter(steps + 1)
    return Math.max(
      0,
      byName - this.#byName.secondsSinceLast(key, nowSeconds),
      byNetwork - this.#byNetwork.secondsSinceLast(attempt.network, nowSeconds),
    )
  }
}

function delayAfter(failures: number): number {
  return delaySeconds[Math.min(failures, delaySeconds.length) - 1] ?? 0
}

function nameAndNetwork({ nameKey, network }: LoginAttempt): string {
  return `${network} ${nameKey}`
}
