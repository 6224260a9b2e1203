/**
 * A service manager in small, for tests where PID 1 is not systemd: it opens the socket that a service tells what becomes of
 * it (sd_notify(3)), keeps the descriptors that come with it, and starts the service with them again (sd_listen_fds(3)).
 *
 * It also opens a UDP and a TCP socket of 127.0.0.1 for the service, as socket activation does.
 *
 * Run as a process of its own, because it holds descriptors and blocks nobody:
 *
 *   node descriptor-keeper.ts SOCKET COMMAND [ARGUMENT …]
 *
 * The service is started again whenever its main process ends; with SIGTERM it is ended, and this with it. Each message of the
 * service is a line of standard output.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import koffi from 'koffi'

const AF_UNIX = 1
const AF_INET = 2
const SOCK_STREAM = 1
const SOCK_DGRAM = 2
const SOCK_DGRAM_NONBLOCK = 2 | 0o4000
const MSG_DONTWAIT = 0x40

const library = koffi.load(null)
const socket = library.func('int socket(int, int, int)')
const listen = library.func('int listen(int, int)')
const bind = library.func('int bind(int, const void *, unsigned int)')
const iovec = koffi.struct('KeeperIovec', { base: 'void *', length: 'size_t' })
const header = koffi.struct('KeeperHeader', {
  name: 'void *',
  nameLength: 'uint32_t',
  vector: koffi.pointer(iovec),
  vectorLength: 'size_t',
  control: 'void *',
  controlLength: 'size_t',
  flags: 'int',
})
const recvmsg = library.func('recvmsg', 'intptr_t', [
  'int',
  koffi.inout(koffi.pointer(header)),
  'int',
])

const [path = '', command = '', ...args] = process.argv.slice(2)
const kept = new Map([
  ['udp', openSocket(SOCK_DGRAM)],
  ['http', openSocket(SOCK_STREAM)],
])
let isEnding = false
let mainProcess = 0

rmSync(path, { force: true })
const listening = socket(AF_UNIX, SOCK_DGRAM_NONBLOCK, 0) as number
const address = Buffer.alloc(110)
address.writeUInt16LE(AF_UNIX, 0)
address.write(path, 2)
if (bind(listening, address, 2 + path.length + 1) !== 0) throw new Error(`cannot bind ${path}`)
setInterval(receiveAll, 20)
process.on('SIGTERM', () => {
  isEnding = true
  process.kill(mainProcess, 'SIGTERM')
  setInterval(endWithService, 50)
})
start()

/** Of any port; TCP ones listen. */
function openSocket(type: number): number {
  const opened = socket(AF_INET, type, 0) as number
  const any = Buffer.from([AF_INET, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  if (bind(opened, any, any.length) !== 0) throw new Error('cannot bind 127.0.0.1')
  if (type === SOCK_STREAM) listen(opened, 64)
  return opened
}

function endWithService(): void {
  try {
    process.kill(mainProcess, 0)
  } catch {
    receiveAll()
    process.exit(0)
  }
}

function start(): void {
  const descriptors = [...kept]
  // LISTEN_PID is the number of the service itself, which the shell has before it becomes that.
  const child = spawn('/bin/sh', ['-c', 'LISTEN_PID=$$ exec "$0" "$@"', command, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', ...descriptors.map(([, descriptor]) => descriptor)],
    env: {
      ...process.env,
      NOTIFY_SOCKET: path,
      LISTEN_FDS: String(descriptors.length),
      LISTEN_FDNAMES: descriptors.map(([name]) => name).join(':'),
    },
  })
  child.on('exit', (status) => {
    tell(`ENDED ${status}`)
    if (!isEnding && child.pid === mainProcess) start()
  })
  mainProcess = child.pid ?? 0
  tell(`SERVICE ${mainProcess}`)
}

function receiveAll(): void {
  for (;;) {
    const text = Buffer.alloc(4096)
    const control = Buffer.alloc(64)
    const message = {
      name: null,
      nameLength: 0,
      vector: { base: text, length: text.length },
      vectorLength: 1,
      control,
      controlLength: control.length,
      flags: 0,
    }
    const length = recvmsg(listening, message, MSG_DONTWAIT) as number
    if (length <= 0) return
    receive(text.toString('utf8', 0, length), control)
  }
}

function receive(text: string, control: Buffer): void {
  const fields = new Map(text.split('\n').map((line) => line.split('=', 2) as [string, string]))
  const name = fields.get('FDNAME') ?? ''
  // cmsghdr: length, level, type, and the descriptor.
  if (fields.has('FDSTORE')) kept.set(name, control.readInt32LE(16))
  if (fields.has('FDSTOREREMOVE')) kept.delete(name)
  if (fields.has('MAINPID')) mainProcess = Number(fields.get('MAINPID'))
  tell(`NOTIFIED ${text.replaceAll('\n', ' ')}`)
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
