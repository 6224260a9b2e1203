/** A member's feed in qBittorrent: it finds the torrents by itself, and they come with the member's announce address. */

import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { infoHashText } from '#index/torrents/info-hash-text'
import { aliceKey } from '../galleries/gallery-torrents-on.ts'
import { useDatabases } from '../storage/databases.ts'
import { ProcessRun } from '../support/process-run.ts'
import { openFeedSite } from './feed-site.ts'

const databases = useDatabases()

/** Where nobody listens: what it adds is paused anyway. */
const announceBases = ['http://127.0.0.1:9']

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

function settings(port: number): string {
  return [
    '[LegalNotice]',
    'Accepted=true',
    '[BitTorrent]',
    'Session\\Interface=lo',
    'Session\\InterfaceName=lo',
    'Session\\DHTEnabled=false',
    'Session\\LSDEnabled=false',
    'Session\\PeXEnabled=false',
    '[Network]',
    'PortForwardingEnabled=false',
    '[RSS]',
    'AutoDownloader\\EnableProcessing=true',
    'Session\\EnableProcessing=true',
    '[Preferences]',
    'WebUI\\Enabled=true',
    'WebUI\\Address=127.0.0.1',
    `WebUI\\Port=${port}`,
    'WebUI\\UseUPnP=false',
    'WebUI\\HostHeaderValidation=false',
    'WebUI\\LocalHostAuth=false',
    '',
  ].join('\n')
}

class Qbittorrent {
  readonly #api: string

  private constructor(port: number) {
    this.#api = `http://127.0.0.1:${port}/api/v2`
  }

  static async start(directory: string): Promise<Qbittorrent> {
    const port = await freePort()
    const configuration = join(directory, 'qBittorrent', 'config')
    mkdirSync(configuration, { recursive: true })
    writeFileSync(join(configuration, 'qBittorrent.conf'), settings(port))
    const run = new ProcessRun({ command: 'qbittorrent-nox', args: [`--profile=${directory}`] })
    expect(run.pid).toBeGreaterThan(0)
    const started = new Qbittorrent(port)
    await expect.poll(() => started.ask('app/version').catch(() => ''), patience).toMatch(/^v/)
    return started
  }

  async ask(path: string, form?: Record<string, string>): Promise<string> {
    const asked = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
    const reply = await fetch(`${this.#api}/${path}`, asked)
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
    return await reply.text()
  }

  async json(path: string): Promise<unknown> {
    return JSON.parse(await this.ask(path))
  }
}

const patience = { timeout: 60_000, interval: 250 } as const

test.for(['rss', 'atom'] as const)(
  'qBittorrent downloads what comes in the %s feed of a member, as theirs',
  { timeout: 180_000 },
  async (format) => {
    const directory = mkdtempSync(join(tmpdir(), 'waggle-qbittorrent-'))
    const feeds = await openFeedSite(databases, { configuredUrl: '', announceBases })
    const name = 'Tom & Jerry <b>bold</b> 東海道'
    const { infoHash } = await feeds.addTorrent(name)
    const base = await feeds.site.listen({ host: '127.0.0.1', port: 0 })
    try {
      const client = await Qbittorrent.start(directory)
      const token = await feeds.feedTokens.tokenOf({ id: 1 })
      const url = `${base}/feeds/${token}/torrents.${format}`
      const hash = infoHashText(infoHash)
      const rule = { enabled: true, mustContain: 'Tom', affectedFeeds: [url], addPaused: true }
      await client.ask('rss/setRule', { ruleName: 'all', ruleDef: JSON.stringify(rule) })
      await client.ask('rss/addFeed', { url, path: 'waggle' })
      const articles = async () => {
        const feed = (await client.json('rss/items?withData=true')) as Record<string, object>
        return feed['waggle']
      }
      await expect.poll(articles, patience).toMatchObject({
        hasError: false,
        articles: [{ title: name, torrentURL: `${base}/feeds/${token}/${hash}.torrent` }],
      })
      const trackers = () => client.json(`torrents/trackers?hash=${hash}`).catch(() => [])
      await expect
        .poll(trackers, patience)
        .toContainEqual(
          expect.objectContaining({ url: `http://127.0.0.1:9/1/1x${aliceKey}/announce` }),
        )
      await client.ask('app/shutdown', {})
    } finally {
      await feeds.site.close()
      rmSync(directory, { recursive: true, force: true })
    }
  },
)
