/**
 * How many accounts a network has made lately: in memory alone, as failed logins are, and of a network that has made none
 * for a day nothing is known any more.
 */
import { accountsPerNetworkMax, newAccountNetworksMax } from '#base/limits'
import { FailedLogins } from './failed-logins.ts'

const waitSeconds = 24 * 3600

export class NewAccounts {
  /** Counts what it is told, whatever that is. */
  readonly #made = new FailedLogins(newAccountNetworksMax)

  /** 0 where the network may make one, which counts from now on; else how long it has to wait. */
  begin(network: string, nowSeconds: number): number {
    if (this.#made.count(network, nowSeconds) >= accountsPerNetworkMax)
      return Math.max(1, waitSeconds - this.#made.secondsSinceLast(network, nowSeconds))
    this.#made.add(network, nowSeconds)
    return 0
  }

  /** The account was not made. */
  withdrawn(network: string): void {
    this.#made.takeOff(network, 1)
  }
}
