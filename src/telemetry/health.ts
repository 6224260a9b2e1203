/**
 * Whether the server is fit to serve, for /healthz. A degraded server still answers announces: it
 * says 200, because a restart by an orchestrator would cost every swarm for nothing.
 */
export type HealthState = 'starting' | 'ready' | 'degraded' | 'stopping'

export interface HealthAnswer {
  /** The HTTP status: 200 where announces are answered, 503 where they are not yet or no longer. */
  readonly status: 200 | 503
  /** One line with its end. */
  readonly text: string
}

export class Health {
  #state: HealthState = 'starting'
  #reasons = new Map<string, string>()

  get state(): HealthState {
    return this.#state === 'ready' && this.#reasons.size > 0 ? 'degraded' : this.#state
  }

  /** Every socket is bound. */
  ready(): void {
    if (this.#state === 'starting') this.#state = 'ready'
  }

  /** The server is about to end; there is no way back. */
  stopping(): void {
    this.#state = 'stopping'
  }

  /** Something does not work that should: `part` names it, `reason` is for the operator. */
  impair(part: string, reason: string): void {
    this.#reasons.set(part, reason)
  }

  /** `part` works again. */
  restore(part: string): void {
    this.#reasons.delete(part)
  }

  answer(): HealthAnswer {
    const { state } = this
    const serves = state === 'ready' || state === 'degraded'
    const reasons = [...this.#reasons].map(([part, reason]) => `${part}: ${reason}`).join('; ')
    const text = state === 'degraded' ? `degraded: ${reasons}\n` : `${state}\n`
    return { status: serves ? 200 : 503, text }
  }
}
