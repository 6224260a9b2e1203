/**
 * Public addresses as written in the configuration, to which the program appends paths: they carry
 * no slash at their end, no query, and no user name or password (they are shown on pages).
 */
import type { Reading } from './reading.ts'

/** Reads an address of one of `protocols` (each with its colon), without a slash at its end. */
export function parseBaseUrl(text: string, protocols: readonly string[]): Reading<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !protocols.includes(url.protocol) || !/^[a-z]+:\/\/[^/]/i.test(text)) {
    const choices = protocols.map((protocol) => `${protocol}//`).join(' or ')
    return { problem: `must begin with ${choices} and the public host name` }
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not hold a user name or password; remove what is before the @' }
  }
  if (/[?#\s]/.test(text)) {
    return { problem: 'must not hold "?", "#" or spaces; end it after the host name, port or path' }
  }
  return { value: text.replace(/\/+$/, '') }
}

/** Reads the base of an announce address: `/announce` is appended to it later. */
export function parseAnnounceUrl(text: string): Reading<string> {
  const base = text.replace(/\/announce\/?$/, '')
  if (base !== text) {
    return {
      problem: `must not end in /announce, which is appended; write ${JSON.stringify(base)}`,
    }
  }
  const reading = parseBaseUrl(text, ['udp:', 'http:', 'https:'])
  if (/^udp:/i.test(text) && reading.value !== undefined && !/:[0-9]+$/.test(reading.value)) {
    return {
      problem: 'must end in a port, such as "udp://tracker.example:6969": UDP has no usual one',
    }
  }
  return reading
}
