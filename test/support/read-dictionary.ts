/**
 * The bencoded dictionary that an announce or a scrape is answered with, whether it succeeds or fails:
 * status 200, plain text, nothing but the dictionary (T1, T2, T16).
 */
import { type BencodeDictionary, decodeBencodeDictionary } from './bencode.ts'
import type { HttpResponse } from './raw-http.ts'

export function readDictionary(response: HttpResponse): BencodeDictionary {
  const text = response.body.toString('latin1')
  if (response.status !== 200) throw new Error(`status ${response.status}: ${text}`)
  const contentType = response.headers.get('content-type') ?? 'none'
  if (!/^(?:text\/plain|application\/octet-stream)(?:;|$)/.test(contentType)) {
    throw new Error(`content type ${contentType}`)
  }
  if (response.headers.has('content-encoding')) throw new Error('an encoded body')
  return decodeBencodeDictionary(response.body)
}
