/**
 * libtorrent's opinion on torrents: one process of its Python binding for any number of them.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Metainfo } from '#tracker/wire/metainfo/metainfo'

const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('oracle.py', import.meta.url))

const readSchema = z.object({
  /** Info-hashes in hexadecimal. */
  v1: z.string().nullable(),
  v2: z.string().nullable(),
  name: z.string(),
  private: z.boolean(),
  pieceLength: z.number(),
  pieces: z.number(),
  /** Tier and announce address; within a tier in no order. */
  trackers: z.array(z.tuple([z.number(), z.string()])),
  /** Without pad files. */
  files: z.array(z.object({ path: z.string(), size: z.number() })),
})
const answersSchema = z.array(z.union([z.object({ error: z.string() }), readSchema]))

export type Opinion = z.infer<typeof answersSchema>[number]

/** What an opinion would be if libtorrent had read what Waggle has; trackers are the file's and not the torrent's. */
export function asOpinion(metainfo: Metainfo): Opinion {
  const root = metainfo.isSingleFile ? [] : [metainfo.name]
  return {
    v1: hexOf(metainfo.infoHashV1),
    v2: hexOf(metainfo.infoHashV2),
    name: metainfo.name,
    private: metainfo.isPrivate,
    pieceLength: metainfo.pieceLengthBytes,
    pieces: metainfo.pieceCount,
    trackers: [],
    files: metainfo.files
      .filter(({ isPad }) => !isPad)
      .map(({ path, sizeBytes }) => ({ path: [...root, ...path].join('/'), size: sizeBytes })),
  }
}

function hexOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : Buffer.from(bytes).toString('hex')
}

/** The opinion on the torrent itself, whatever trackers the file names. */
export function withoutTrackers(opinion: Opinion): Opinion {
  return 'error' in opinion ? opinion : { ...opinion, trackers: [] }
}

/** The same without any names: libtorrent repairs some. */
export function withoutNames(opinion: Opinion): Opinion {
  if ('error' in opinion) return opinion
  const files = opinion.files.map(({ size }) => ({ path: '', size }))
  return { ...withoutTrackers(opinion), name: '', files }
}

/** In the order of `torrents`. */
export function askLibtorrent(torrents: readonly Buffer[]): readonly Opinion[] {
  const input = JSON.stringify(torrents.map((torrent) => torrent.toString('base64')))
  const run = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (run.status !== 0) throw new Error(`libtorrent did not answer: ${run.stderr}`)
  return answersSchema.parse(JSON.parse(run.stdout))
}
