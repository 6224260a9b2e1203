/** What people need who become members by themselves: the rules, and mail. */
import { setTimeout as waitFor } from 'node:timers/promises'
import type { Config } from '#config/config'
import { SmtpMailer } from '#index/mail/smtp-mailer'
import type { MembershipOptions } from '#operate/api/create-api-parts'
import { enLetters } from '#site/texts/en-letters'
import type { Log } from '#telemetry/log'

export type Membership = MembershipOptions & {
  /** Drops what waits to be sent. */
  readonly close: () => Promise<void>
}

/** `current` is the configuration in force. */
export function createMembership(current: () => Config, log: Log): Membership {
  const mailer = new SmtpMailer({
    settings: () => current().mail,
    onFailure: (failure) =>
      log.warn('mail_failed', 'A mail was not sent; look at mail.server and its log.', failure),
    wait: (milliseconds, signal) => waitFor(milliseconds, undefined, { signal, ref: false }),
  })
  return {
    rules: () => ({ ...current().members, isLimited: current().limits.perPrefix }),
    mail: { mailer, letters: enLetters, site: () => current().site },
    exportParts: [],
    close: () => mailer.close(),
  }
}
