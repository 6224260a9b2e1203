/** What all formats have in common: how a file is opened, and where an import goes on. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { StartError } from '#base/start-error'
import { importFormats, openImport } from '#index/imports/open-import'
import { readImport, samplePath, useDirectory } from './read-import.ts'

const pathOf = useDirectory()

function fileOf(name: string, ...content: readonly (string | Uint8Array)[]): string {
  const path = pathOf(name)
  writeFileSync(path, Buffer.concat(content.map((part) => Buffer.from(part))))
  return path
}

const line = `{"info_hash": "${'1'.repeat(40)}", "name": "Sample ü"}\n`
const items = [{ position: 1, infoHash: '1'.repeat(40), name: 'Sample ü' }]

describe('a file', () => {
  test('may be packed with gzip', async () => {
    const packed = gzipSync(line)
    expect(await readImport('jsonl', fileOf('a.gz', packed))).toMatchObject({ items })
    const parts = await readImport('jsonl', fileOf('b.gz', packed, packed))
    expect(parts.items).toHaveLength(2)
  })

  test('may begin with the mark of UTF-8, packed or not', async () => {
    const marked = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(line)])
    expect(await readImport('jsonl', fileOf('marked', marked))).toMatchObject({ items })
    expect(await readImport('jsonl', fileOf('marked.gz', gzipSync(marked)))).toMatchObject({
      items,
    })
  })

  test('that was packed and not copied whole is refused where it ends', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) =>
      line.replace('1'.repeat(40), createHash('sha1').update(String(at)).digest('hex')),
    )
    const packed = gzipSync(lines.join(''))
    const path = fileOf('cut.gz', packed.subarray(0, packed.length >> 1))
    const { items: half } = await openImport('jsonl', path)
    let count = 0
    await expect(async () => {
      for await (const _ of half) count++
    }).rejects.toThrow(`${path}: ends too early: it was not copied whole, copy it again`)
    expect(count).toBeGreaterThan(1000)
  })

  test.for([
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd], 'is packed: unpack it with zstd -d first'],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'is packed: unpack it with xz -d first'],
    ['zip', [0x50, 0x4b, 3, 4], 'is packed: unpack it with unzip first'],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0], 'is UTF-16'],
    ['nothing', [], 'is empty'],
  ] as const)('of %s is refused with what to do', async ([name, bytes, message]) => {
    const path = fileOf(name, Uint8Array.from(bytes))
    await expect(openImport('jsonl', path)).rejects.toThrow(message)
    await expect(openImport('jsonl', path)).rejects.toThrow(StartError)
  })

  test.for(Object.keys(importFormats) as (keyof typeof importFormats)[])(
    'that is not there is refused as %s',
    async (format) => {
      const path = pathOf('nowhere')
      await expect(openImport(format, path)).rejects.toThrow(
        new StartError(`${path}: there is no such file: correct the path`),
      )
    },
  )

  test('that is a directory is refused', async () => {
    await expect(openImport('mysql', pathOf('.'))).rejects.toThrow('is a directory')
  })
})

describe('an import that was stopped', () => {
  test.for([
    ['jsonl', 'torrents.jsonl'],
    ['opentracker-whitelist', 'opentracker-whitelist.txt'],
    ['mysql', 'rivettracker.sql'],
    ['mysql', 'xbtit.sql'],
  ] as const)('goes on after the items of %s that it has had (%s)', async ([format, sample]) => {
    const path = samplePath(sample)
    const whole = await readImport(format, path)
    for (let skip = 0; skip <= whole.items.length + 1; skip++) {
      const rest = await readImport(format, path, { skip })
      expect(rest.items).toEqual(whole.items.slice(skip))
    }
  })
})
