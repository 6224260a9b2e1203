/** Sends mail to members. Whoever asks for it is answered before it has gone, and is told nothing of what became of it. */

export type Mail = {
  /** One address, as `members/email-address.ts` takes it. */
  readonly to: string
  readonly subject: string
  /** Plain text; no line is folded. */
  readonly text: string
}

export type Mailer = {
  /** Whether there is a server to send by; a reload may change it. */
  readonly isOn: () => boolean
  /** False where it is off, or so much waits that this is dropped. */
  readonly send: (mail: Mail) => boolean
}

/** What the log is told of a mail that was not sent: nothing that says to whom. */
export type MailFailure = {
  /** A code of the connection, such as `ECONNECTION`, and the status of the server's reply where there was one. */
  readonly reason: string
  readonly attempts: number
  /** Undefined where it is given up. */
  readonly retryInSeconds: number | undefined
}

/** Where there is no mail. */
export const noMailer: Mailer = { isOn: () => false, send: () => false }
