/** What cannot be done with a report, with a message for whoever asked for it. */

export type ReportErrorCode =
  | 'invalid_report'
  /** The same member has reported the same already, and it waits. */
  | 'already_reported'
  | 'too_many_reports'
  | 'unknown_report'
  /** Somebody else was faster. */
  | 'handled_report'
  /** The act does not belong to such a target. */
  | 'invalid_act'
  | 'not_allowed'

export class ReportError extends Error {
  override readonly name = 'ReportError'
  readonly code: ReportErrorCode

  constructor(code: ReportErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
