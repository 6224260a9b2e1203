/**
 * The style sheet, the scripts and the mark: read once at the start and served from memory under names that hold
 * a hash of their bytes. A name therefore always means the same bytes, and a browser keeps them for a year
 * without asking.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

/** The addresses under which the assets are served. */
export type AssetUrls = {
  readonly stylesheet: string
  readonly scripts: readonly string[]
  readonly mark: string
}

export type Assets = {
  readonly urls: AssetUrls
  readonly serve: (site: FastifyInstance) => void
}

type Asset = {
  readonly name: string
  readonly type: string
  readonly etag: string
  readonly bytes: Buffer
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

export const assetFiles = {
  stylesheet: 'waggle.css',
  scripts: ['again.js', 'copy.js', 'keys.js', 'window.js'],
  mark: 'mark.svg',
} as const

/** Reads the files; they are part of the program, so one that is missing is a broken installation. */
export function loadAssets(): Assets {
  const stylesheet = loadAsset(assetFiles.stylesheet)
  const scripts = assetFiles.scripts.map(loadAsset)
  const mark = loadAsset(assetFiles.mark)
  const all = new Map([stylesheet, ...scripts, mark].map((asset) => [asset.name, asset]))
  return {
    urls: { stylesheet: urlOf(stylesheet), scripts: scripts.map(urlOf), mark: urlOf(mark) },
    serve: (site) => serveAssets(site, all),
  }
}

function loadAsset(file: string): Asset {
  const source = readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8')
  const text = withoutRemarks(source)
  const bytes = Buffer.from(file.endsWith('.css') ? withoutBlanks(text) : text)
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
  const [base = '', extension = ''] = file.split('.')
  return {
    name: `${base}.${hash}.${extension}`,
    type: types[extension] ?? '',
    etag: `"${hash}"`,
    bytes,
  }
}

/** Comments in blocks and indentation are for those who read the source. */
function withoutRemarks(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\n\s*/g, '\n')
}

/** A style sheet means the same without the blanks that follow its signs. */
function withoutBlanks(styles: string): string {
  return styles
    .replaceAll(/^([a-z-]+): /gm, '$1:')
    .replaceAll(/ \{$/gm, '{')
    .replaceAll(/(?<=[{};,:])\n/g, '')
    .replaceAll(';}', '}')
}

function urlOf({ name }: Asset): string {
  return `/assets/${name}`
}

function serveAssets(site: FastifyInstance, assets: ReadonlyMap<string, Asset>): void {
  site.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const asset = assets.get(request.params.name)
    if (asset === undefined) return reply.callNotFound()
    reply.header('Cache-Control', 'public, max-age=31536000, immutable').header('ETag', asset.etag)
    if (isKnown(request.headers['if-none-match'], asset)) return reply.code(304).send()
    return reply.type(asset.type).send(asset.bytes)
  })
}

/** RFC 9110, section 13.1.2; a proxy that compresses marks the tag as weak. */
function isKnown(header: string | undefined, { etag }: Asset): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
