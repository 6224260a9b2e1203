/**
 * A mail server of its own on loopback (RFC 5321) that keeps what comes: for tests of mail. It can be told to refuse,
 * and to say what it likes.
 */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { EventList } from './event-list.ts'

export type ReceivedMail = {
  readonly from: string
  /** As the commands named them, and not the header. */
  readonly to: readonly string[]
  /** Header and body, as they came over the wire, without the dots of RFC 5321, section 4.5.2. */
  readonly raw: string
}

/** A reply for RCPT TO; undefined takes the recipient. */
export type Refuse = (recipient: string) => string | undefined

type Envelope = { from: string; to: string[] }

export class MailServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #received = new EventList<ReceivedMail>()
  refuse: Refuse = () => undefined

  private constructor() {
    this.#server = createServer((socket) => void this.#serve(socket).catch(() => undefined))
  }

  static async start(): Promise<MailServer> {
    const server = new MailServer()
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  /** For `mail.server`. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get received(): readonly ReceivedMail[] {
    return this.#received.all
  }

  /** The mail with this number, counted from 0, when it has come. */
  async mail(index: number): Promise<ReceivedMail> {
    return await this.#received.at(index)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    say('220 mail.test ESMTP')
    let [envelope, data]: [Envelope, string[] | undefined] = [{ from: '', to: [] }, undefined]
    for await (const line of linesOf(socket)) {
      if (data !== undefined) {
        if (line !== '.') data.push(line.replace(/^\./, ''))
        else {
          this.#received.add({ ...envelope, raw: data.join('\r\n') })
          ;[envelope, data] = [{ from: '', to: [] }, undefined]
          say('250 kept')
        }
      } else if (/^DATA$/i.test(line)) {
        data = []
        say('354 go on')
      } else if (/^QUIT$/i.test(line)) {
        say('221 bye')
        socket.end()
        return
      } else say(this.#answer(line, envelope))
    }
  }

  #answer(line: string, envelope: Envelope): string {
    const [, from] = /^MAIL FROM:<([^>]*)>/i.exec(line) ?? []
    if (from !== undefined) Object.assign(envelope, { from, to: [] })
    const [, recipient] = /^RCPT TO:<([^>]*)>/i.exec(line) ?? []
    if (recipient === undefined) return '250 mail.test'
    const refusal = this.refuse(recipient)
    if (refusal === undefined) envelope.to.push(recipient)
    return refusal ?? '250 fine'
  }
}

async function* linesOf(socket: Socket): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const chunk of socket.setEncoding('utf8')) {
    const lines = `${rest}${String(chunk)}`.split('\r\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

/** The text of a mail: quoted-printable is read (RFC 2045, section 6.7). */
export function textOf({ raw }: ReceivedMail): string {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/^content-transfer-encoding: base64$/im.test(head))
    return Buffer.from(text, 'base64').toString()
  if (!/^content-transfer-encoding: quoted-printable$/im.test(head)) return text
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  return Buffer.from(bytes, 'latin1').toString()
}

/** Its header fields, unfolded, by their names in lower case. */
export function headerOf({ raw }: ReceivedMail): ReadonlyMap<string, string> {
  const [head = ''] = raw.split('\r\n\r\n')
  const fields = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  return new Map(
    fields.map((field) => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
    }),
  )
}
