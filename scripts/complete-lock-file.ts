/**
 * Adds to package-lock.json the platform packages that npm left out because a registry does not offer them here.
 * `npm ci` refuses a lock file that lacks an optional dependency, even one for another system, so run this before a
 * changed lock file is committed; the project's own check begins with `npm ci`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

type Entry = {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Packages = Record<string, Entry | Record<string, unknown>>

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']

/** The optional dependencies that the lock file names without an entry, with what their entry has to be. */
function missingEntries(packages: Packages): ReadonlyMap<string, Record<string, unknown>> {
  const missing = new Map<string, Record<string, unknown>>()
  for (const [path, entry] of Object.entries(packages)) {
    const { optionalDependencies = {}, dev } = entry as Entry
    if (path === '') continue
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const key = `node_modules/${name}`
      if (packages[key] === undefined) missing.set(key, entryOf(name, range, dev === true))
    }
  }
  return missing
}

/** Platform packages say in their name where they run; npm then skips them everywhere else. */
function entryOf(name: string, range: string, isDev: boolean): Record<string, unknown> {
  const words = name.split(/[-/@]/)
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'
  const os = words.filter((word) => systems.includes(word))
  return {
    version: range.replace(/^[\^~=v]*/, ''),
    cpu: words.filter((word) => processors.includes(word)),
    ...(os.includes('linux') && /musl|gnu/.test(name) ? { libc: [libc] } : {}),
    ...(isDev ? { dev: true } : {}),
    optional: true,
    os,
  }
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Packages }
  const added = Object.fromEntries(missingEntries(lock.packages))
  const all = Object.entries({ ...lock.packages, ...added })
  lock.packages = Object.fromEntries(all.toSorted(([one], [other]) => (one < other ? -1 : 1)))
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
  process.stdout.write(`added ${Object.keys(added).length} packages\n`)
}
