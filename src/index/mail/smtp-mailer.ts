/**
 * Sends mail by the server that the operator names (RFC 5321), one at a time. What cannot be sent now is tried again
 * later, each time after a longer pause, for about an hour: links in mails last not much longer. Mails wait in memory;
 * those that wait when the server stops are lost, and whoever misses one asks again.
 */
import { setTimeout as waitFor } from 'node:timers/promises'
import { createTransport, type Transporter } from 'nodemailer'
import { mailsWaitingMax } from '#base/limits'
import type { Mail, Mailer, MailFailure } from './mailer.ts'

export type MailSettings = {
  /** `smtp://name:password@host:port` or `smtps://…`; '' switches mail off. */
  readonly server: string
  /** `Name <address>`, or the address alone. */
  readonly from: string
}

export type SmtpMailerOptions = {
  /** A reload may change them. */
  readonly settings: () => MailSettings
  readonly onFailure: (failure: MailFailure) => void
  /** Resolves after so long; rejects when `signal` is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
}

type Waiting = { readonly mail: Mail; readonly attempts: number }

/** Before the second attempt, the third, and so on. */
const pausesSeconds = [30, 120, 600, 1800]

/** A stop waits as long for a server that is slow. */
const lastMailMs = 1000

const connectionTimeoutMs = 10_000
const socketTimeoutMs = 30_000

export class SmtpMailer implements Mailer {
  readonly #options: SmtpMailerOptions
  readonly #closing = new AbortController()
  /** Ends the mail that is being sent. */
  readonly #cutting = new AbortController()
  readonly #queue: Waiting[] = []
  /** In the queue, under way, and in a pause. */
  #waiting = 0
  #sending: Promise<void> | undefined
  #transport: { readonly server: string; readonly transporter: Transporter } | undefined

  constructor(options: SmtpMailerOptions) {
    this.#options = options
  }

  isOn(): boolean {
    const { server, from } = this.#options.settings()
    return server !== '' && from !== ''
  }

  send(mail: Mail): boolean {
    if (!this.isOn() || this.#closing.signal.aborted) return false
    if (this.#waiting >= mailsWaitingMax) {
      const failure = { reason: 'too many mails wait', attempts: 0, retryInSeconds: undefined }
      this.#options.onFailure(failure)
      return false
    }
    this.#waiting++
    this.#enqueue({ mail, attempts: 0 })
    return true
  }

  /** Drops what waits. The mail that is being sent is waited for, but not long: a stop has no time. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#queue.length = 0
    await Promise.race([this.#sending, waitFor(lastMailMs, undefined, { ref: false })])
    this.#cutting.abort()
    await this.#sending
    this.#transport?.transporter.close()
  }

  #enqueue(waiting: Waiting): void {
    this.#queue.push(waiting)
    this.#sending ??= this.#sendAll()
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
      await this.#attempt(next)
    this.#sending = undefined
  }

  async #attempt({ mail, attempts: before }: Waiting): Promise<void> {
    const attempts = before + 1
    try {
      await this.#deliver(mail)
      this.#waiting--
    } catch (error) {
      const isOver = isLasting(error) || this.#closing.signal.aborted
      const retryInSeconds = isOver ? undefined : pausesSeconds[before]
      this.#options.onFailure({ reason: reasonOf(error), attempts, retryInSeconds })
      if (retryInSeconds === undefined) this.#waiting--
      else void this.#retry({ mail, attempts }, retryInSeconds)
    }
  }

  async #retry(waiting: Waiting, pauseSeconds: number): Promise<void> {
    const { signal } = this.#closing
    const isOver = await this.#options.wait(pauseSeconds * 1000, signal).then(
      () => true,
      () => false,
    )
    if (isOver && !signal.aborted) this.#enqueue(waiting)
  }

  async #deliver({ to, subject, text }: Mail): Promise<void> {
    const { server, from } = this.#options.settings()
    // An object is one address, whatever characters it has; a text would be read as a list.
    const mail = { from, to: { name: '', address: to }, subject, text }
    // The types of the package know no signal yet.
    const options = { ...mail, signal: this.#cutting.signal }
    await this.#transporterOf(server).sendMail(options)
  }

  #transporterOf(server: string): Transporter {
    if (this.#transport?.server !== server) {
      this.#transport?.transporter.close()
      this.#transport = { server, transporter: createTransporter(server) }
    }
    return this.#transport.transporter
  }
}

function createTransporter(server: string): Transporter {
  const { protocol, hostname, port, username, password } = new URL(server)
  const secure = protocol === 'smtps:'
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // A password crosses no network that others can listen to.
    requireTLS: username !== '' && !isHere,
    ...(username === '' ? {} : { auth }),
    connectionTimeout: connectionTimeoutMs,
    greetingTimeout: connectionTimeoutMs,
    socketTimeout: socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** The server does not want it, and will not later (RFC 5321, section 4.2.1). */
function isLasting(error: unknown): boolean {
  return statusOf(error) >= 500
}

/** Without the server's own words: they often repeat the address. */
function reasonOf(error: unknown): string {
  const status = statusOf(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return status === 0 ? code : `${code} ${status}`
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
}
