/**
 * The service manager that started us, systemd or one that speaks like it: it is told when we serve and when we end, which
 * process we are after a hand-over, and it keeps the swarms' memory, so that not even a crash loses them
 * (sd_notify(3), file descriptor store). Without one, all of this does nothing.
 */
import { libc } from '#base/libc'
import { sendDescriptor } from '#base/send-descriptor'
import { notifySocketPath } from '#config/surroundings'

/** The name under which the memory is kept, and given back at the next start. */
export const keptSwarms = 'waggle-swarms'

export type ServiceManager = {
  readonly ready: () => void
  readonly stopping: () => void
  /** Another process is the service now. */
  readonly mainProcess: (pid: number) => void
  readonly keep: (descriptor: number) => void
  readonly forget: () => void
}

/** Undefined where nobody wants to be told. */
export function findServiceManager(): ServiceManager | undefined {
  const path = notifySocketPath()
  if (path === undefined || libc === undefined) return undefined
  const tell = (text: string, descriptor?: number): void => {
    // A manager that hears nothing is none of the server's troubles.
    sendDescriptor(descriptor === undefined ? { path, text } : { path, text, descriptor })
  }
  return {
    ready: () => tell('READY=1\nSTATUS=Announces are answered.'),
    stopping: () => tell('STOPPING=1'),
    mainProcess: (pid) => tell(`MAINPID=${pid}`),
    keep: (descriptor) => tell(`FDSTORE=1\nFDNAME=${keptSwarms}\nFDPOLL=0`, descriptor),
    forget: () => tell(`FDSTOREREMOVE=1\nFDNAME=${keptSwarms}`),
  }
}
