/** Feeds as programs read them that we did not write. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const schema = fileURLToPath(new URL('atom.rng', import.meta.url))
const feedparser = fileURLToPath(new URL('read-feed.py', import.meta.url))

/** What libxml2 finds wrong with a document by the schema of RFC 4287; '' where it is sound. */
export function atomFaults(text: string): string {
  const options = ['--noout', '--nonet', '--relaxng', schema, '-']
  const { status, stderr, error } = spawnSync('xmllint', options, { input: text, encoding: 'utf8' })
  if (error !== undefined) throw error
  return status === 0 ? '' : stderr
}

export type ParsedFeed = {
  /** What feedparser takes offence at, or null. */
  readonly problem: string | null
  readonly version: string
  readonly title: string
  readonly entries: readonly {
    readonly id: string
    readonly title: string
    readonly link: string
    readonly author: string
    readonly summary: string
    /** Unix seconds. */
    readonly published: number
    readonly tags: readonly string[]
    readonly enclosures: readonly {
      readonly href: string
      readonly type: string
      readonly length: string
    }[]
  }[]
}

/** By Python's feedparser. */
export function parseWithPython(text: string): ParsedFeed {
  const { status, stdout, stderr, error } = spawnSync('/usr/bin/python3', [feedparser], {
    input: text,
    encoding: 'utf8',
    maxBuffer: 32 * 1024 * 1024,
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as ParsedFeed
}
