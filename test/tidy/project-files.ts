/**
 * The files of this project as the tidy rules see them: everything that is kept under version control,
 * found by walking, because a machine that runs the tests need not have git.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/** What .gitignore names, and git's own folder. */
const ignored = /^(?:\.git|node_modules|coverage)$|\.log$/

/** Folders that hold programs. */
const sourceFolders = /^(?:src|scripts|bin|test|e2e|bench)\//

function walk(folder: string): string[] {
  return readdirSync(projectRoot + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`
    if (ignored.test(entry.name) || path === 'data') return []
    if (entry.isDirectory()) return walk(`${path}/`)
    return entry.isFile() ? [path] : []
  })
}

/** Every file, as a path from the root of the project. */
export const allFiles: readonly string[] = walk('').toSorted()

export const typescriptFiles = allFiles.filter((path) => path.endsWith('.ts'))

/** Programs in every language. */
export const sourceFiles = allFiles.filter(
  (path) => sourceFolders.test(path) && /\.(?:ts|js|py|sh)$/.test(path),
)

export const markdownFiles = allFiles.filter((path) => path.endsWith('.md'))

/** What the program itself is made of, without the tests that stand beside it. */
export const productFiles = typescriptFiles.filter(
  (path) => path.startsWith('src/') && !path.endsWith('.test.ts'),
)

const texts = new Map<string, string>()

export function readText(path: string): string {
  const known = texts.get(path)
  if (known !== undefined) return known
  const text = readFileSync(projectRoot + path, 'utf8')
  texts.set(path, text)
  return text
}
