/**
 * What keeps the program from starting or a command from succeeding, and is the operator's to mend: one line
 * that names the configuration key, its value and the remedy. It ends the program with status 1 and no stack.
 */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The code of an error of the system (`EACCES`), or '' for any other. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}
