/** Reads a whole import for a test, with info-hashes as text. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { type ImportFormat, type ImportOptions, openImport } from '#index/imports/open-import'

export type ReadItem = Record<string, unknown> & { readonly position: number }

export type ReadImport = {
  readonly items: ReadItem[]
  readonly positionUnit: 'line' | 'row'
  readonly description: readonly string[]
}

export function samplePath(name: string): string {
  return fileURLToPath(new URL(`samples/${name}`, import.meta.url))
}

/** Each item is its registration without what is not known, or its fault, together with its position. */
export async function readImport(
  format: ImportFormat,
  path: string,
  options?: ImportOptions,
): Promise<ReadImport> {
  const opened = await openImport(format, path, options)
  const items: ReadItem[] = []
  for await (const item of opened.items) {
    const { position } = item
    if ('fault' in item) {
      items.push({ position, fault: item.fault })
      continue
    }
    const { infoHash, infoHashV2, ...rest } = item.registration
    const known = Object.entries({ ...rest, infoHash: hex(infoHash), v2: hex(infoHashV2) })
    items.push({
      position,
      ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
    })
  }
  return { items, positionUnit: opened.positionUnit, description: opened.describe() }
}

function hex(hash: Uint8Array | undefined): string | undefined {
  return hash === undefined ? undefined : Buffer.from(hash).toString('hex')
}

/** A directory for the tests of one file; gives paths in it. */
export function useDirectory(): (name: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'waggle-import-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  return (name) => join(directory, name)
}
