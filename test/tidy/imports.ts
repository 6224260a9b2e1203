/**
 * Who imports whom, read from the text: `import … from`, `export … from`, bare imports and `import()`.
 */
import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { productFiles, projectRoot, readText, typescriptFiles } from './project-files.ts'

export type Import = {
  /** The file that imports, from the root of the project. */
  readonly from: string
  /** As it is written: `#base/clock`, `./layout.ts`, `node:fs`. */
  readonly written: string
  /** The imported file of this project, or undefined for packages and Node's own modules. */
  readonly target: string | undefined
  readonly isTypeOnly: boolean
}

const staticImport = /^(?:import|export)(\s+type)?\b[^'";]*?'([^']+)'/gm
const dynamicImport = /\bimport\(\s*'([^']+)'/g

export function importsOf(path: string): Import[] {
  // Only what stands in comments could look like an import at the start of a line.
  const text = readText(path).replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const named = [...text.matchAll(staticImport)]
    .filter(([statement]) => /\bfrom\s*'|^import\s*'/.test(statement))
    .map(([, type, written = '']) => toImport(path, written, type !== undefined))
  const called = [...text.matchAll(dynamicImport)].map(([, written = '']) =>
    toImport(path, written, false),
  )
  return [...named, ...called]
}

export const productImports = productFiles.flatMap(importsOf)
export const allImports = typescriptFiles.flatMap(importsOf)

function toImport(from: string, written: string, isTypeOnly: boolean): Import {
  return { from, written, target: targetOf(from, written), isTypeOnly }
}

function targetOf(from: string, written: string): string | undefined {
  if (written.startsWith('#')) return `src/${written.slice(1)}.ts`
  return written.startsWith('.') ? posix.join(posix.dirname(from), written) : undefined
}

/** Whether the imported file is there. */
export function isThere({ target }: Import): boolean {
  return target === undefined || existsSync(projectRoot + target)
}

/** Each cycle once, as the files that it runs through. */
export function findCycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>()
  for (const { from, target } of imports)
    if (target !== undefined) targets.set(from, [...(targets.get(from) ?? []), target])
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) cycles.push([...trail.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of targets.keys()) visit(path, [])
  return cycles
}
