/**
 * An HTTP client that is nothing but a TCP socket: it sends the bytes it is given, split where the test
 * wants, and reads replies by their exact Content-Length, several on one connection. It knows no chunked
 * bodies on purpose: an announce must never be sent so (T2).
 */
import { connect, type Socket } from 'node:net'
import type { Endpoint } from './endpoint.ts'

export interface HttpResponse {
  readonly version: string
  readonly status: number
  /** Names in lower case; the values of a repeated field joined with a comma. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

export interface HttpOrigin {
  /** The source address, such as 127.0.0.5. */
  readonly localAddress?: string
}

/** How the other side ended a connection. */
export type HttpEnding = 'end' | 'reset'

const headEnd = Buffer.from('\r\n\r\n')

export class HttpConnection {
  readonly #socket: Socket
  readonly #watchers = new Set<() => void>()
  #unread: Buffer = Buffer.alloc(0)
  #ending: HttpEnding | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk])
      this.#notify()
    })
    socket.on('end', () => this.#finish('end'))
    socket.on('error', () => this.#finish('reset'))
    socket.on('close', () => this.#finish('end'))
  }

  static async open(endpoint: Endpoint, origin: HttpOrigin = {}): Promise<HttpConnection> {
    return await new Promise((resolve, reject) => {
      const socket = connect({ ...endpoint, ...origin })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new HttpConnection(socket))
      })
    })
  }

  /** Text is sent as latin1: one character is one byte. Settles when the kernel has taken it. */
  async send(bytes: Buffer | string): Promise<void> {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    await new Promise<void>((resolve) => {
      this.#socket.write(buffer, () => resolve())
    })
  }

  /** The next reply. `bodyless` is for replies to HEAD, which state a length and send nothing. */
  async response(options: { readonly bodyless?: boolean } = {}): Promise<HttpResponse> {
    const head = parseHead(await this.#take(() => this.#headLength(), 'the head of a reply'))
    const length = options.bodyless === true || head.status < 200 ? 0 : contentLength(head)
    return { ...head, body: await this.#take(() => length, `a body of ${length} bytes`) }
  }

  /** Sends and reads one reply. */
  async exchange(bytes: Buffer | string): Promise<HttpResponse> {
    await this.send(bytes)
    return await this.response()
  }

  /** Waits until the other side ends the connection, whatever it sends before. */
  async ending(): Promise<HttpEnding> {
    await this.#until(() => this.#ending !== undefined)
    return this.#ending ?? 'end'
  }

  /** What was received and not read yet. */
  get unread(): Buffer {
    return this.#unread
  }

  /** Ends our side only; replies can still be read. */
  halfClose(): void {
    this.#socket.end()
  }

  /** Leaves what the other side sends in the kernel, until its buffers are full. */
  stopReading(): void {
    this.#socket.pause()
  }

  /** Breaks the connection with a TCP reset. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }

  #headLength(): number {
    const at = this.#unread.indexOf(headEnd)
    return at < 0 ? Number.POSITIVE_INFINITY : at + headEnd.length
  }

  async #take(length: () => number, what: string): Promise<Buffer> {
    await this.#until(() => this.#unread.length >= length() || this.#ending !== undefined)
    const end = length()
    if (this.#unread.length < end) {
      const text = JSON.stringify(this.#unread.toString('latin1', 0, 200))
      throw new Error(`connection ended (${this.#ending}) before ${what}; received ${text}`)
    }
    const taken = this.#unread.subarray(0, end)
    this.#unread = this.#unread.subarray(end)
    return taken
  }

  async #until(condition: () => boolean): Promise<void> {
    if (condition()) return
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!condition()) return
        this.#watchers.delete(look)
        resolve()
      }
      this.#watchers.add(look)
    })
  }

  #finish(ending: HttpEnding): void {
    this.#ending ??= ending
    this.#notify()
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher()
  }
}

function parseHead(bytes: Buffer): Omit<HttpResponse, 'body'> {
  const [statusLine = '', ...lines] = bytes.toString('latin1').trimEnd().split('\r\n')
  const match = /^HTTP\/(1\.[01]) (\d{3})(?: .*)?$/.exec(statusLine)
  if (match === null) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`)
  const headers = new Map<string, string>()
  for (const line of lines) {
    const field = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line)
    if (field === null) throw new Error(`not a header field: ${JSON.stringify(line)}`)
    const [, name = '', value = ''] = field
    const before = headers.get(name.toLowerCase())
    headers.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`)
  }
  return { version: match[1] ?? '', status: Number(match[2]), headers }
}

function contentLength(head: Omit<HttpResponse, 'body'>): number {
  const text = head.headers.get('content-length')
  if (text === undefined || !/^\d+$/.test(text)) {
    throw new Error(`a ${head.status} reply without a proper Content-Length (${text})`)
  }
  return Number(text)
}
