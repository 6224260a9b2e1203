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
 * Attempts under way count as failed, so that many at the same time are no way around the wait; but nobody is refused for
 * them. One that would have to wait on their account is held until it is known how they ended.
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
  /** How many of a name from a network, and of a network. */
  readonly #underWay = new Map<string, number>()
  readonly #heldMax: number
  /** By network; each lets one that is held go on. */
  readonly #held = new Map<string, (() => void)[]>()
  #heldCount = 0

  /** `rememberedMax` names with their networks, and as many networks; `heldMax` attempts in all. */
  constructor({ rememberedMax, heldMax }: { rememberedMax: number; heldMax: number }) {
    this.#byName = new FailedLogins(rememberedMax)
    this.#byNetwork = new FailedLogins(rememberedMax)
    this.#heldMax = heldMax
  }

  /**
   * Seconds still to wait; 0 where the attempt is listened to, which is under way until it has failed, succeeded or is
   * withdrawn; `held` where that depends on others under way: to be asked again after `settled`.
   */
  begin(attempt: LoginAttempt, nowSeconds: number): number | 'held' {
    const seconds = this.#waitSeconds(attempt, nowSeconds)
    if (seconds > 0) return seconds
    if (this.#wouldWait(attempt, nowSeconds)) return 'held'
    this.#addUnderWay(attempt, 1)
    return 0
  }

  /** When one of those that it is held for has ended; undefined where too many are held. */
  settled({ network }: LoginAttempt): Promise<void> | undefined {
    if (this.#heldCount >= this.#heldMax) return undefined
    this.#heldCount++
    return new Promise((resolve) => {
      this.#held.set(network, [...(this.#held.get(network) ?? []), resolve])
    })
  }

  failed(attempt: LoginAttempt, nowSeconds: number): void {
    this.#byName.add(nameAndNetwork(attempt), nowSeconds)
    this.#byNetwork.add(attempt.network, nowSeconds)
    this.#end(attempt)
  }

  /** It was right: all failures of this name from there were slips of its owner. */
  succeeded(attempt: LoginAttempt, nowSeconds: number): void {
    const key = nameAndNetwork(attempt)
    const slips = this.#byName.count(key, nowSeconds)
    this.#byName.takeOff(key, slips)
    this.#byNetwork.takeOff(attempt.network, slips)
    this.#end(attempt)
  }

  /** Whether it was right could not be found out. */
  withdrawn(attempt: LoginAttempt): void {
    this.#end(attempt)
  }

  #waitSeconds(attempt: LoginAttempt, nowSeconds: number): number {
    const key = nameAndNetwork(attempt)
    const byName = delayOfName(this.#byName.count(key, nowSeconds))
    const byNetwork = delayOfNetwork(this.#byNetwork.count(attempt.network, nowSeconds))
    return Math.max(
      0,
      byName - this.#byName.secondsSinceLast(key, nowSeconds),
      byNetwork - this.#byNetwork.secondsSinceLast(attempt.network, nowSeconds),
    )
  }

  /** If all that is under way failed. */
  #wouldWait(attempt: LoginAttempt, nowSeconds: number): boolean {
    const key = nameAndNetwork(attempt)
    const [ofName, ofNetwork] = [this.#countUnderWay(key), this.#countUnderWay(attempt.network)]
    const names = this.#byName.count(key, nowSeconds) + ofName
    const networks = this.#byNetwork.count(attempt.network, nowSeconds) + ofNetwork
    return (ofName > 0 && delayOfName(names) > 0) || (ofNetwork > 0 && delayOfNetwork(networks) > 0)
  }

  #countUnderWay(key: string): number {
    return this.#underWay.get(key) ?? 0
  }

  #addUnderWay(attempt: LoginAttempt, change: 1 | -1): void {
    for (const key of [nameAndNetwork(attempt), attempt.network]) {
      const count = this.#countUnderWay(key) + change
      if (count > 0) this.#underWay.set(key, count)
      else this.#underWay.delete(key)
    }
  }

  #end(attempt: LoginAttempt): void {
    this.#addUnderWay(attempt, -1)
    const goOn = this.#held.get(attempt.network) ?? []
    this.#held.delete(attempt.network)
    this.#heldCount -= goOn.length
    for (const resolve of goOn) resolve()
  }
}

function delayOfName(failures: number): number {
  return delaySeconds[Math.min(failures, delaySeconds.length) - 1] ?? 0
}

function delayOfNetwork(failures: number): number {
  return delayOfName(Math.floor(failures / networkFailuresPerStep) + 1)
}

function nameAndNetwork({ nameKey, network }: LoginAttempt): string {
  return `${network} ${nameKey}`
}
