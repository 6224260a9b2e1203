/** What somebody asks about an announce, and what is said of it. */

export type ExplainQuery = {
  /** An announce address, whole or without its parameters, or an info-hash, in any spelling. */
  readonly subject: string
  /** The info-hash, for an address that has none. */
  readonly torrent?: string | undefined
  /** The address of the client. */
  readonly from?: string | undefined
  /** What its peer id begins with. */
  readonly client?: string | undefined
}

export type ExplainStep = {
  readonly step:
    | 'listener'
    | 'address'
    | 'network'
    | 'request'
    | 'client'
    | 'info_hash'
    | 'member'
    | 'torrent'
    | 'gallery'
    | 'limits'
    | 'swarm'
  readonly outcome: 'passed' | 'refused' | 'skipped'
  /** A sentence without its full stop. */
  readonly text: string
}

export type Explanation = {
  /** False where no server runs, and files and the database were asked. */
  readonly isRunning: boolean
  readonly protocol: 'http' | 'udp'
  readonly infoHash: string | undefined
  readonly steps: readonly ExplainStep[]
  /** The code of a failure, or undefined where peers are given. */
  readonly failure: string | undefined
  /** What a client is told: the failure, or counts and intervals in words. */
  readonly answer: string
}

export type Explain = (query: ExplainQuery) => Promise<Explanation>

/** The question cannot be read. */
export class ExplainError extends Error {
  override readonly name = 'ExplainError'
}
