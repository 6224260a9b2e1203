/**
 * What is said to a request that is not answered (conformance T16): its status, a line for people, and the end of the
 * connection. The same on both drivers.
 */

/** Transmission asks for fewer torrents at once when it reads these words of 400 and 414. */
export const refusalReasons = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  414: 'Request-URI Too Long',
  431: 'Request Header Fields Too Large',
  501: 'Not Implemented',
  505: 'HTTP Version Not Supported',
} as const
export type RefusalStatus = keyof typeof refusalReasons

export function refusalText(status: RefusalStatus): string {
  return `${refusalReasons[status]}: this tracker answers GET /announce and GET /scrape.\n`
}

/** The whole reply. */
export function refusalReply(status: RefusalStatus): string {
  const fields = status === 405 ? 'Allow: GET\r\n' : ''
  return plainReply(`${status} ${refusalReasons[status]}`, fields, refusalText(status))
}

/** A reply that ends its connection. `fields` end with a line end, or are ''. */
export function plainReply(status: string, fields: string, text: string): string {
  return `HTTP/1.1 ${status}\r\n${fields}Content-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`
}
