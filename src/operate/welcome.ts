/**
 * What a person at a terminal is told once the server runs: which address to put into a torrent, who can
 * reach it, and where to look next. The log has the same for machines, in its `ready` line.
 */
import type { AnnounceAddress, Reach } from './announce-addresses.ts'

export type Welcome = {
  readonly mode: string
  /** What the addresses are. */
  readonly list: string
  readonly announce: readonly AnnounceAddress[]
  /** The site's own address, such as `http://127.0.0.1:8080`, or undefined when it is off. */
  readonly site: string | undefined
}

const reachTexts: Record<Reach, string> = {
  published: 'as you publish it (tracker.announce_urls)',
  internet: 'from the internet, if your firewall lets it in',
  network: 'from your own network',
  machine: 'from this machine only',
}

export function welcomeText({ mode, list, announce, site }: Welcome): string {
  const width = Math.max(...announce.map(({ url }) => url.length))
  const lines = announce.map(({ url, reach }) => `  ${url.padEnd(width)}  ${reachTexts[reach]}`)
  const isHidden = announce.every(({ reach }) => reach === 'network' || reach === 'machine')
  const advice = isHidden
    ? [
        '',
        'To be reached from the internet, forward the port (UDP and TCP) to this machine and',
        'use your public address instead.',
      ]
    : []
  const siteLines =
    site === undefined
      ? []
      : ['', `Its pages: ${site}/`, `Health and metrics: ${site}/healthz and ${site}/metrics`]
  return [
    '',
    `Waggle runs as a tracker (mode ${mode}). ${list}:`,
    '',
    ...lines,
    ...advice,
    ...siteLines,
    '',
    'Ctrl+C stops it.',
    '',
  ].join('\n')
}
