/** The torrents that the registered demo's catalogue is made of: sizes, ages and counts are spread as on a living site. */
import type { RegistrationJson } from '#operate/api/torrent-schemas'
import type { DemoRandom } from './demo-random.ts'
import { type Kind, makeTitles, type Title } from './titles.ts'

const daySeconds = 86_400
const mebibyte = 1024 * 1024

type Shape = {
  /** Of one file, about. */
  readonly fileBytes: number
  readonly filesMax: number
  readonly ending: string
  readonly folder: string
}

const shapes: Readonly<Record<Kind, Shape>> = {
  plates: { fileBytes: 14 * mebibyte, filesMax: 120, ending: 'tif', folder: 'plates' },
  maps: { fileBytes: 160 * mebibyte, filesMax: 12, ending: 'tif', folder: 'sheets' },
  photographs: { fileBytes: 30 * mebibyte, filesMax: 90, ending: 'png', folder: 'scans' },
  scores: { fileBytes: 2 * mebibyte, filesMax: 20, ending: 'pdf', folder: 'parts' },
  recordings: { fileBytes: 45 * mebibyte, filesMax: 24, ending: 'flac', folder: 'tracks' },
}

/** The newest first. `nowSeconds` is what their ages are counted from. */
export function makeTorrents(
  random: DemoRandom,
  count: number,
  nowSeconds: number,
): RegistrationJson[] {
  return makeTitles(random, count).map((title, index) =>
    makeTorrent(random, title, nowSeconds, makeAge(random, index / count)),
  )
}

export function makeTorrent(
  random: DemoRandom,
  title: Title,
  nowSeconds: number,
  ageSeconds: number,
): RegistrationJson {
  const infoHash = random.bytes(20).toString('hex')
  const files = makeFiles(random, title)
  const sizeBytes = files.reduce((sum, file) => sum + file.size_bytes, 0)
  return {
    info_hash: infoHash,
    // Some are hybrids of version 1 and 2 (BEP 52).
    ...(random.isOneIn(6) ? { info_hash_v2: random.bytes(32).toString('hex') } : {}),
    name: title.name,
    size_bytes: sizeBytes,
    piece_length_bytes: pieceLengthBytes(sizeBytes),
    files,
    // Most are downloaded now and then, a few every hour.
    completed: Math.round((ageSeconds / daySeconds) * 0.4 * random.factor() ** 1.3),
    added_at: nowSeconds - ageSeconds,
  }
}

/** In seconds: many came lately, the oldest five years ago. */
export function makeAge(random: DemoRandom, share: number): number {
  return Math.round(600 + 5 * 365 * daySeconds * share ** 3 + random.below(daySeconds) * share)
}

function makeFiles(
  random: DemoRandom,
  { name, kind }: Title,
): { path: string; size_bytes: number }[] {
  const { fileBytes, filesMax, ending, folder } = shapes[kind]
  const bytesOfOne = fileBytes * random.factor()
  const size = (): number => Math.round(bytesOfOne * (0.7 + 0.6 * random.fraction()))
  const count = Math.max(1, Math.round((filesMax * random.factor()) / 4))
  if (count === 1) return [{ path: `${name}.${ending}`, size_bytes: size() }]
  const parts = Array.from({ length: Math.min(count, filesMax) }, (_, index) => ({
    path: `${folder}/${`${index + 1}`.padStart(3, '0')}.${ending}`,
    size_bytes: size(),
  }))
  return [...parts, { path: 'index.txt', size_bytes: random.between(800, 40_000) }]
}

/** About a thousand pieces, as the programs that make torrents choose. */
function pieceLengthBytes(sizeBytes: number): number {
  let length = 16 * 1024
  while (length < 16 * mebibyte && sizeBytes / length > 1500) length *= 2
  return length
}
