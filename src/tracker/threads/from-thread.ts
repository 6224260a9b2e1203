/** Every message that a tracker thread sends to main. */
import type { LogFields, LogLevel } from '#telemetry/log'

export type FromThread =
  /** Every socket of the thread is bound. */
  | { readonly type: 'ready' }
  /** After `let-go`: the sockets that main opened are not used any more. */
  | { readonly type: 'sockets-left' }
  /** For the log, which only main writes. */
  | {
      readonly type: 'log'
      readonly level: LogLevel
      readonly event: string
      readonly message: string
      readonly fields?: LogFields
    }
