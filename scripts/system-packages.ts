/*
 * The programs from outside npm that the tests start, as Debian packages: brought here when this is
 * root on Debian, named in one line otherwise. Nothing is ever skipped for want of a package.
 *
 *   node scripts/system-packages.ts
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

interface SystemPackage {
  readonly name: string
  /** Whom it serves. */
  readonly purpose: string
  /** The service that its installation starts on a machine with an init system. */
  readonly service?: string
}

export const systemPackages: readonly SystemPackage[] = [
  { name: 'iproute2', purpose: 'e2e: addresses inside the network namespace' },
  { name: 'util-linux', purpose: 'e2e: unshare, nsenter and setpriv' },
  { name: 'libxml2-utils', purpose: 'test/feeds: checks Atom against its schema' },
  { name: 'python3-feedparser', purpose: 'test/feeds: reads the feeds' },
  { name: 'python3', purpose: 'e2e, test/metainfo: runs the libtorrent scripts' },
  {
    name: 'python3-libtorrent',
    purpose: 'e2e: makes torrents, seeds, downloads; test/metainfo: reads the samples',
  },
  { name: 'aria2', purpose: 'e2e: a client' },
  { name: 'transmission-daemon', purpose: 'e2e: a client', service: 'transmission-daemon' },
  { name: 'rtorrent', purpose: 'e2e: a client' },
  { name: 'qbittorrent-nox', purpose: 'e2e: a client' },
  { name: 'chromium', purpose: 'site: looks at the pages' },
  { name: 'fonts-noto-core', purpose: 'site: letters of most scripts' },
  { name: 'fonts-noto-cjk', purpose: 'site: letters of Chinese, Japanese and Korean' },
  {
    name: 'postgresql',
    purpose: 'test: the other database, in clusters of its own',
    service: 'postgresql',
  },
  { name: 'nginx', purpose: 'test: a web server in front of the tracker', service: 'nginx' },
  { name: 'apache2', purpose: 'test: a web server in front of the tracker', service: 'apache2' },
  { name: 'caddy', purpose: 'test: a web server in front of the tracker', service: 'caddy' },
  { name: 'haproxy', purpose: 'test: a proxy that speaks the PROXY protocol', service: 'haproxy' },
]

/** Leaves with every package installed, or ends the process with status 1 and one line. */
export function ensureSystemPackages(): void {
  if (!existsSync('/usr/bin/dpkg-query')) {
    fail(`the tests need the programs of these Debian packages: ${names(systemPackages)}`)
  }
  const missing = systemPackages.filter((candidate) => !isInstalled(candidate.name))
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) fail(`install for the tests: apt-get install ${names(missing)}`)

  const running = new Set(systemPackages.filter(hasRunningService))
  aptGet('update', '-q')
  aptGet('install', '-q', '-y', '--no-install-recommends', ...missing.map(({ name }) => name))
  for (const installed of missing) {
    if (!running.has(installed) && hasRunningService(installed)) stopService(installed)
  }
}

function isInstalled(name: string): boolean {
  const query = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], {
    encoding: 'utf8',
  })
  return query.status === 0 && query.stdout === 'installed'
}

/** RUNLEVEL=1 lets Debian's invoke-rc.d start no service of what is being installed. */
function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const run = spawnSync('apt-get', args, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 })
  if (run.status === 0) return
  const said = `${run.stdout}\n${run.stderr}`.split('\n').filter((line) => /^[EW]: /.test(line))
  const reason = run.error?.message ?? said[0] ?? `exit status ${run.status}`
  fail(`apt-get ${args.join(' ')} failed: ${reason}`)
}

/** Only an init system keeps services; in a container without one there is nothing to ask. */
function hasRunningService({ service }: SystemPackage): boolean {
  if (service === undefined || !existsSync('/run/systemd/system')) return false
  return spawnSync('systemctl', ['is-active', '--quiet', service]).status === 0
}

function stopService({ service }: SystemPackage): void {
  if (service !== undefined) spawnSync('systemctl', ['disable', '--now', service])
}

function names(packages: readonly SystemPackage[]): string {
  return packages.map(({ name }) => name).join(' ')
}

function fail(reason: string): never {
  console.error(reason)
  process.exit(1)
}

if (import.meta.main) ensureSystemPackages()
