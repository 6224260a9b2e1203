/*
 * The operator of a tracker with a database, at the command line: `waggle torrent …` beside the running server. Each
 * command has ended when its promise resolves, and is then in force.
 */
import { z } from 'zod'
import type { Torrent } from './torrent.ts'
import type { Tracker } from './tracker.ts'

const gallerySchema = z.object({ announce_id: z.number() })
const listedSchema = z.object({ info_hash: z.string(), completed: z.number() })

export class Operator {
  readonly #tracker: Tracker

  constructor(tracker: Tracker) {
    this.#tracker = tracker
  }

  async register(...torrents: readonly Torrent[]): Promise<void> {
    await this.#torrent('add', ...torrents.map(({ file }) => file))
  }

  async ban(reason: string, ...torrents: readonly Torrent[]): Promise<void> {
    await this.#torrent('ban', ...torrents.map(({ hash }) => hash), '--reason', reason)
  }

  async unban(torrent: Torrent): Promise<void> {
    await this.#torrent('unban', torrent.hash)
  }

  /** Gives the number in the announce addresses of the gallery's torrents. */
  async addGallery(title: string, owner: string): Promise<number> {
    const words = ['gallery', 'add', '--title', title, '--owner', owner, '--json']
    const [line = ''] = await this.#tracker.command(...words)
    return gallerySchema.parse(JSON.parse(line)).announce_id
  }

  async upload({ file }: Torrent, galleryId: number, uploader: string): Promise<void> {
    await this.#torrent('add', file, '--gallery', String(galleryId), '--uploader', uploader)
  }

  /** How often the database says that it was downloaded. */
  async completed(torrent: Torrent): Promise<number> {
    const lines = await this.#torrent('list', '--json')
    const listed = lines.map((line) => listedSchema.parse(JSON.parse(line)))
    const found = listed.find(({ info_hash }) => info_hash === torrent.hash)
    if (found === undefined) throw new Error(`${torrent.hash} is not in the list`)
    return found.completed
  }

  async #torrent(...words: readonly string[]): Promise<readonly string[]> {
    return this.#tracker.command('torrent', ...words)
  }
}
