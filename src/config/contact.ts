/** Where the operator can be written to: an address of mail, or a page. */
import { parseBaseUrl } from './base-url.ts'
import type { Reading } from './reading.ts'

/** Reads `abuse@tracker.example`, `https://tracker.example/contact`, or '' for nowhere. */
export function parseContact(text: string): Reading<string> {
  if (text === '' || /^[^\s@:/?#]+@[^\s@:/?#]+$/.test(text)) return { value: text }
  if (/^https?:/i.test(text)) return parseBaseUrl(text, ['http:', 'https:'])
  return { problem: 'must be an address of mail, a page (https://…), or "" for none' }
}
