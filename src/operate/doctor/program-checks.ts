/** The Node that runs this, and what it needs of the system. */
import { canLoad } from '#base/libc'
import { type Finding, fail, ok, warn } from './finding.ts'

/** What starts at all, and what a service should run on. */
const needed = [26, 0] as const
const recommended = [26, 13] as const

export function programChecks(version = process.versions.node): Finding[] {
  return [nodeCheck(version), ...(process.platform === 'linux' ? [atomicCheck()] : [])]
}

function nodeCheck(version: string): Finding {
  const text = `this is Node ${version}`
  const install = 'install a newer Node (https://nodejs.org), or run "npm install" in the checkout'
  if (isOlder(version, needed))
    return fail('node', `${text}, and Waggle needs ${needed[0]}`, install)
  if (isOlder(version, recommended))
    return warn('node', `${text}; ${recommended.join('.')} has security fixes`, install)
  return ok('node', text)
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor < major || (ownMajor === major && ownMinor < minor)
}

/** This Node started, so it does not lack it; the one that npm brings may. */
function atomicCheck(): Finding {
  if (canLoad('libatomic.so.1')) return ok('libatomic', 'libatomic.so.1 is there')
  return warn(
    'libatomic',
    'libatomic.so.1 is missing: this Node does without, the one that "npm install" brings does not',
    'apt-get install libatomic1 (Fedora: dnf install libatomic)',
  )
}
