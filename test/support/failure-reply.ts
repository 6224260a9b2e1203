/**
 * Failures over HTTP (R8, R12): status 200, a reason a person can read, when to come back, nothing else.
 */
import { bytesAt, integerAt } from './bencode.ts'
import type { HttpResponse } from './raw-http.ts'
import { readDictionary } from './read-dictionary.ts'

const allowedKeys = new Set(['failure reason', 'interval', 'min interval', 'retry in'])

/** The reason of a well-formed failure; throws when `response` is anything else. */
export function readFailure(response: HttpResponse): string {
  const dictionary = readDictionary(response)
  const extra = [...dictionary.keys()].filter((key) => !allowedKeys.has(key))
  if (extra.length > 0) throw new Error(`no failure, it has ${extra.join()}`)
  const interval = integerAt(dictionary, 'interval')
  const minInterval = integerAt(dictionary, 'min interval')
  if (minInterval < 1 || minInterval > interval) throw new Error(`${minInterval} > ${interval}`)
  expectRetryIn(dictionary.get('retry in'))
  return readText(bytesAt(dictionary, 'failure reason'))
}

/** BEP 31: whole minutes, or the word never. */
function expectRetryIn(value: unknown): void {
  const isMinutes = typeof value === 'number' && value > 0
  const isNever = Buffer.isBuffer(value) && value.toString('latin1') === 'never'
  if (value !== undefined && !isMinutes && !isNever) throw new Error('a wrong "retry in"')
}

function readText(bytes: Buffer): string {
  if (bytes.length < 1 || bytes.length > 200) throw new Error(`a reason of ${bytes.length} bytes`)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  if (/\p{Cc}/u.test(text)) throw new Error('a control character in the reason')
  if (/unregistered torrent|torrent not registered/i.test(text)) {
    throw new Error('a reason that makes Transmission stop announcing')
  }
  return text
}
