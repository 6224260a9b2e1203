/**
 * The rules of this project that a machine can check. Each failure lists the places and ends with what to
 * do about them; a rule that is wrong is changed here, in the same change that needs it.
 */

import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { placesOf } from './tidy/code-of.ts'
import { allImports, findCycles, isThere, productImports } from './tidy/imports.ts'
import { folderOf, forbiddenImports } from './tidy/layers.ts'
import {
  allFiles,
  markdownFiles,
  productFiles,
  projectRoot,
  readText,
  sourceFiles,
  typescriptFiles,
} from './tidy/project-files.ts'

function expectNone(places: readonly string[], remedy: string): void {
  expect(places, remedy).toEqual([])
}

const within =
  (...folders: readonly string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path.startsWith(`src/${folder}`))

describe('imports', () => {
  test('follow the layers', () => {
    const remedy =
      'pass it in from a composition root, move the code to the folder that owns it, or change the table in test/tidy/layers.ts and ARCHITECTURE.md with the reason'
    expectNone(productFiles.flatMap(forbiddenImports), remedy)
  })

  test('never join tracker/ and index/', () => {
    const joins = allImports.filter(
      ({ from, target = '' }) =>
        (from.startsWith('src/tracker/') && target.startsWith('src/index/')) ||
        (from.startsWith('src/index/') &&
          target.startsWith('src/tracker/') &&
          !target.startsWith('src/tracker/wire/')),
    )
    expectNone(joins.map(describeImport), 'let them meet in src/profile.ts')
  })

  test('name another folder of src/ as a package import', () => {
    const relative = allImports.filter(({ from, written, target = '' }) => {
      if (!written.startsWith('.') || !target.startsWith('src/')) return false
      // Package imports end at a package.json: the workspaces cannot use them.
      if (/^(?:bench|e2e)\//.test(from)) return false
      return !from.startsWith('src/') || folderOf(from) !== folderOf(target)
    })
    expectNone(relative.map(describeImport), "write '#folder/file' without an extension")
  })

  test('name the file with its extension where they are relative', () => {
    const bare = allImports.filter(
      ({ written }) => written.startsWith('.') && !/\.(?:ts|json)$/.test(written),
    )
    expectNone(bare.map(describeImport), 'add .ts: Node runs the sources as they are')
  })

  test('name files that exist', () => {
    const missing = allImports.filter((one) => !isThere(one))
    expectNone(missing.map(describeImport), 'correct the path')
  })

  test('make no cycle', () => {
    expectNone(findCycles(allImports), 'move what both need into a file of its own')
  })

  test('of the program lead to no test', () => {
    const tests = productImports.filter(({ target = '' }) => /^test\/|\.test\.ts$/.test(target))
    expectNone(tests.map(describeImport), 'move what is shared into src/')
  })
})

describe('source files', () => {
  test('have 400 lines at most', () => {
    const long = sourceFiles.filter((path) => readText(path).trimEnd().split('\n').length > 400)
    expectNone(long, 'give each concept a file of its own')
  })

  test('open with what they are for', () => {
    const silent = sourceFiles.filter((path) => !isUnitTest(path) && !opensWithComment(path))
    const remedy =
      'write a comment before or directly after the imports: what the file is for, and its idea if it holds one'
    expectNone(silent, remedy)
  })

  test('are named in kebab-case', () => {
    const name = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
    const odd = sourceFiles.filter((path) => {
      const parts = path.replace(/(?:\.test|\.bench|\.d)?\.\w+$/, '').split('/')
      return parts.some((part) => !name.test(part))
    })
    expectNone(odd, 'rename it after its export: swarm-store.ts holds SwarmStore')
  })

  test('beside which a unit test stands exist', () => {
    const alone = sourceFiles.filter(
      (path) => isUnitTest(path) && !sourceFiles.includes(path.replace('.test.ts', '.ts')),
    )
    expectNone(alone, 'name the test after the file that it tests, or move it to test/')
  })

  test('have no default export', () => {
    // A declaration file describes somebody else's module as it is.
    const files = typescriptFiles.filter(
      (path) => path !== 'vitest.config.ts' && !path.endsWith('.d.ts'),
    )
    expectNone(placesOf(files, /^\s*export default\b/), 'export it by its name')
  })
})

describe('the program', () => {
  const pure = productFiles.filter(
    within(
      'tracker/wire/',
      'tracker/swarm/',
      'tracker/admission/',
      'tracker/accounting/',
      'tracker/announce/',
    ),
  )

  test('reads the clock in one file', () => {
    const others = productFiles.filter((path) => path !== 'src/base/clock.ts')
    const remedy = 'take a Clock or a number of seconds (base/clock.ts)'
    expectNone(placesOf(others, /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/), remedy)
    expectNone(placesOf(pure, /\bnew Date\(|\bperformance\.now\b|\bprocess\.hrtime\b/), remedy)
  })

  test('has no timers in its pure parts', () => {
    const remedy = 'let a thread entry call it (tracker/threads)'
    expectNone(placesOf(pure, /\bset(?:Interval|Timeout|Immediate)\b/), remedy)
  })

  test('draws chance from what it is given', () => {
    expectNone(placesOf(productFiles, /\bMath\.random\b/), 'take a Prng (base/prng.ts)')
    const random = /\b(?:getRandomValues|randomBytes|randomFill\w*|randomInt|randomUUID)\b/
    expectNone(placesOf(pure, random), 'take a Prng or a key')
  })

  test('reads the environment in config/ only', () => {
    const others = productFiles.filter((path) => !within('config/')(path))
    expectNone(placesOf(others, /\bprocess\.env\b/), 'add a key to config/schema.ts')
  })

  test('prints through its log', () => {
    const remedy = 'take a Log (telemetry/log.ts), or the CommandIo of a command'
    expectNone(placesOf(productFiles, /\bconsole\./), remedy)
  })

  test('looks at the shared memory where it is kept, and nowhere else', () => {
    const mayLook = within(
      'tracker/swarm/',
      'tracker/admission/',
      'tracker/listeners/linux/',
      'tracker/threads/thread-parts.ts',
      'base/',
      'swarm-keeper.ts',
      'admission-keeper.ts',
    )
    const entry = /^src\/tracker\/threads\/[\w-]+-thread\.ts$/
    const others = productFiles.filter((path) => !mayLook(path) && !entry.test(path))
    const views = /\.memory\b|\bSwarmMemory\b|\bTableMemory\b|\bopenRegion\b|\bviewMemory\b/
    expectNone(
      placesOf(others, views),
      'ask SwarmStore or TorrentTable, or SwarmKeeper and AdmissionKeeper on main',
    )
  })

  test('never posts a view of the shared memory', () => {
    const posts =
      /(?:postMessage\(|workerData\s*[:=]).*(?:\.memory\b|\.buffer\b|\b[rR]egion\b(?!\.handle))/
    const remedy = 'post the RegionHandle and call openRegion there: a view is copied whole'
    expectNone(placesOf(productFiles, posts), remedy)
  })
})

describe('tests', () => {
  const tests = typescriptFiles.filter((path) => path.endsWith('.test.ts'))

  test('run, all of them', () => {
    const silenced =
      /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|skipIf|todo|fails)\b/
    expectNone(placesOf(tests, silenced), 'mend the test or remove it')
  })

  test('mock nothing', () => {
    const mocks = /\bvi\.(?:mock|doMock|fn|spyOn|stubGlobal|useFakeTimers)\b/
    expectNone(placesOf(tests, mocks), 'use the real thing; time and chance are passed in')
  })
})

describe('every file', () => {
  const texts = allFiles.filter((path) => !/\.(?:png|jpg|webp|ico|woff2|torrent|gz)$/.test(path))

  test('is finished', () => {
    // Written so that this file does not match itself.
    const marks = /\b(?:TO(?:DO)|FIX(?:ME)|XX(?:X))\b/
    expectNone(linesOf(texts, marks), 'do it, or open an issue and say nothing here')
  })

  test('says nothing of the machine that it was written on', () => {
    const workshop = ['', 'work', ''].join('/')
    const remedy = 'name it relative to the root of the project'
    expectNone(linesOf(texts, new RegExp(`(?<![\\w./-])${workshop}`)), remedy)
  })

  test('leaves it to npm where packages come from', () => {
    const remedy =
      'remove the address (npm config set omit-lockfile-registry-resolved true, then npm install)'
    expectNone(linesOf(texts, /\bregistry\.[a-z0-9-]+\.[a-z]|"resolved"\s*:\s*"http/), remedy)
    const { npm_config_registry: configured } = process.env
    if (configured === undefined) return
    expectNone(linesOf(texts, new RegExp(new URL(configured).host.replaceAll('.', '\\.'))), remedy)
  })
})

describe('documents', () => {
  test('have one title', () => {
    const odd = markdownFiles.filter((path) => [...proseOf(path).matchAll(/^# /gm)].length !== 1)
    expectNone(odd, 'begin with one "# Title" and use "## " below it')
  })

  test('link to files that exist', () => {
    const dead = markdownFiles.flatMap((path) =>
      linksOf(path)
        .filter((link) => !existsSync(projectRoot + posix.join(posix.dirname(path), link)))
        .map((link) => `${path}: ${link}`),
    )
    expectNone(dead, 'correct the link, or write the page')
  })

  test('say why each dependency is there, and of no other', () => {
    const page = 'docs/dependencies.md'
    // The first cell of each row: one name, or several with commas between them.
    const rows = readText(page).matchAll(/^\| *([^|]+?) *\|/gm)
    const explained = [...rows]
      .flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '))
      .filter((text) => !/^(?:package|-+)$/.test(text))
    const needed = dependencyNames()
    const missing = needed.filter((name) => !explained.includes(name))
    expectNone(missing, `add a row that says why it is there to ${page}`)
    const gone = explained.filter((name) => !needed.includes(name))
    expectNone(gone, `remove its row from ${page}`)
  })
})

function describeImport({ from, written }: { from: string; written: string }): string {
  return `${from} imports ${written}`
}

function isUnitTest(path: string): boolean {
  return path.startsWith('src/') && path.endsWith('.test.ts')
}

function opensWithComment(path: string): boolean {
  const withoutImports = readText(path)
    .replace(/^#!.*\n/, '')
    .replace(/^(?:\s*import\b[^'"]*["'][^'"]+["'](?: with \{[^}]*\})?;?)+/, '')
  return /^\s*(?:\/\/|\/\*|#|""")/.test(withoutImports)
}

/** A page without its blocks of code. */
function proseOf(path: string): string {
  return readText(path).replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '')
}

/** Relative links of a page, without their anchors. */
function linksOf(path: string): string[] {
  return [...proseOf(path).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)/gm)]
    .map(([, inline, reference]) => (inline ?? reference ?? '').replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(link))
}

/** `path:line` for each line that `pattern` matches. */
function linesOf(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  )
}

/** Of the project and its workspaces. */
function dependencyNames(): string[] {
  const manifests = allFiles.filter((path) => /(?:^|\/)package\.json$/.test(path))
  const names = manifests.flatMap((path) => {
    const manifest = JSON.parse(readText(path)) as Record<string, Record<string, string>>
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest
    return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  })
  return [...new Set(names)].toSorted()
}
