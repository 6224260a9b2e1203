/** What a mode has to say for itself to be part of the demo. */
import type { DemoPeer } from './demo-peers.ts'
import type { DemoRandom } from './demo-random.ts'
import type { DemoTracker, Settings } from './demo-tracker.ts'

export type DemoSite = {
  readonly mode: string
  /** In one line, for whoever starts the demo. */
  readonly about: string
  readonly settings: Settings
  /** What its clients wait between two announces. */
  readonly intervalSeconds: number
  /** Puts into the running tracker what it is to keep, and gives who is to announce there. */
  readonly populate: (filling: Filling) => Promise<Filled>
  /** What a database looks like after years, which a demo of a minute cannot have; called while no server runs. */
  readonly age?: (dataDirectory: string, random: DemoRandom) => void
  /** The link with which somebody becomes its operator; undefined where a mode has no accounts. */
  readonly operatorLink?: (dataDirectory: string) => string
  /** What the sheet shows, in its order. */
  readonly pages: (filled: Filled) => readonly DemoPage[]
}

export type Filling = {
  readonly tracker: DemoTracker
  readonly random: DemoRandom
  readonly nowSeconds: number
  readonly dataDirectory: string
  /** The loopback addresses that peers announce from. */
  readonly addresses: readonly string[]
}

export type Filled = {
  readonly peers: readonly DemoPeer[]
  /** Info-hashes, in hex, of torrents that have everything a page could show; '' where no page shows one. */
  readonly specimen: string
  readonly banned: string
  /** The path of a gallery that has everything, in a mode that has any. */
  readonly gallery?: string
}

export type DemoPage = {
  readonly label: string
  readonly path: string
  /** Seen by whoever has logged in as the operator. */
  readonly isOperators?: boolean
}

/** The pages that every mode has. */
export const commonPages: readonly DemoPage[] = [
  { label: 'home', path: '/' },
  { label: 'policy', path: '/policy' },
  { label: 'privacy', path: '/privacy' },
  { label: 'takedown', path: '/takedown' },
  { label: 'contact', path: '/contact' },
  { label: 'a page that is not there', path: '/nothing' },
]
