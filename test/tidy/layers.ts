/**
 * Who may import whom: the table of ARCHITECTURE.md. A folder may always import itself and what is
 * below it; files directly in `src/` put the parts together and may import everything.
 */
import { type Import, importsOf } from './imports.ts'

type Layer = {
  /** Folders of `src/` whose code it may use. */
  readonly uses: readonly string[]
  /** Folders of which it may know the types only. */
  readonly types?: readonly string[]
}

const tracker = ['tracker/wire', 'tracker/swarm', 'tracker/admission', 'tracker/accounting']
const announce = [...tracker, 'tracker/announce']

export const layers: Readonly<Record<string, Layer>> = {
  base: { uses: [] },
  config: { uses: ['base'] },
  telemetry: { uses: ['base'] },
  'tracker/wire': { uses: ['base'] },
  'tracker/swarm': { uses: ['tracker/wire', 'base'] },
  'tracker/admission': { uses: ['tracker/wire', 'base'] },
  'tracker/accounting': { uses: ['tracker/wire', 'base'] },
  'tracker/announce': { uses: [...tracker, 'base'] },
  'tracker/listeners': { uses: ['tracker/announce', 'tracker/wire', 'telemetry', 'base'] },
  // Replies are made inside the shared memory, so this listener alone knows where things stand in it.
  'tracker/listeners/linux': {
    uses: [...announce, 'tracker/listeners', 'telemetry', 'base'],
  },
  'tracker/threads': {
    uses: [...announce, 'tracker/listeners', 'telemetry', 'base'],
    types: ['config'],
  },
  'index/search': { uses: ['base'] },
  // What it keeps for the search is made by the tokenizer that reads queries, too; a search can name a member.
  'index/storage': {
    uses: ['index/search', 'index/members/member-name.ts', 'base'],
    types: ['index'],
  },
  index: { uses: ['tracker/wire', 'base'] },
  site: { uses: ['index', 'telemetry', 'base'] },
  // The command line reads the configuration; the keys of the tracker are made for its threads.
  operate: { uses: ['index', 'telemetry', 'config', 'base'], types: ['tracker/threads'] },
}

/** The layer that a file of `src/` belongs to; '' for the composition roots, undefined for none. */
export function layerOf(path: string): string | undefined {
  const folder = path.slice('src/'.length, Math.max('src/'.length, path.lastIndexOf('/')))
  if (folder === '') return ''
  return Object.keys(layers)
    .toSorted((one, other) => other.length - one.length)
    .find((layer) => isIn(folder, layer))
}

/** The folder whose files may import each other by relative paths: `base`, `tracker/wire`. */
export function folderOf(path: string): string {
  const [, top = '', second = ''] = path.split('/')
  if (top.endsWith('.ts')) return ''
  return top === 'tracker' || top === 'index' ? `${top}/${second}` : top
}

/** Imports of `path` that its layer does not allow, each as a sentence. */
export function forbiddenImports(path: string): string[] {
  const layer = layerOf(path)
  if (layer === '') return []
  if (layer === undefined) return [`${path} belongs to no layer`]
  return importsOf(path)
    .filter((one) => one.target !== undefined && !isAllowed(layer, one))
    .map(({ written }) => `${path} imports ${written}`)
}

function isAllowed(layer: string, { target = '', isTypeOnly }: Import): boolean {
  const { uses, types = [] } = layers[layer] ?? { uses: [] }
  const allowed = isTypeOnly ? [layer, ...uses, ...types] : [layer, ...uses]
  return target.startsWith('src/') && allowed.some((folder) => isIn(target.slice(4), folder))
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
