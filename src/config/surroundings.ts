/**
 * What whoever started this process left in its environment beside the configuration: a server that hands over, or a
 * service manager that listens to us and keeps descriptors (sd_notify(3), sd_listen_fds(3)).
 *
 * It is meant for this process alone, so it is taken out of the environment while it is read.
 */

/** The variable in which a server describes to its successor what it hands over. */
export const handOverVariable = 'WAGGLE_HANDED_OVER'

/** The description of a server that hands over; undefined after an ordinary start. */
export function handOverText(): string | undefined {
  return take(handOverVariable)
}

/** Our environment with one variable more, for a process that we start. */
export function environmentWith(name: string, value: string): NodeJS.ProcessEnv {
  return { ...process.env, [name]: value }
}

/** Where a service manager wants to be told what becomes of us; programs that we start may tell it, too. */
export function notifySocketPath(): string | undefined {
  const path = process.env['NOTIFY_SOCKET']
  return path === '' ? undefined : path
}

export type GivenDescriptor = { readonly descriptor: number; readonly name: string }

const firstDescriptor = 3

/** Descriptors that a service manager opened for us, or kept. */
export function givenDescriptors(): GivenDescriptor[] {
  const [pid, count, names = ''] = ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES'].map(take)
  if (Number(pid) !== process.pid) return []
  const texts = names.split(':')
  return Array.from({ length: Number(count) }, (_, index) => ({
    descriptor: firstDescriptor + index,
    name: texts[index] ?? '',
  }))
}

function take(name: string): string | undefined {
  const value = process.env[name]
  Reflect.deleteProperty(process.env, name)
  return value === '' ? undefined : value
}
