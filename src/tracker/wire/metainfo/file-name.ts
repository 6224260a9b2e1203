/**
 * Which names a torrent may have in it: those that mean one and the same file on every system, to every
 * client and to the reader of a page. Clients repair the others, each in its own way; here they are refused,
 * so that what is shown is what is written to disk.
 */
import { isUtf8 } from 'node:buffer'
import { metainfoNameBytesMax } from '#base/limits'
import type { NameFaultCode } from './metainfo-fault.ts'

const control = /\p{Cc}/u
/** Embeddings, overrides and isolates (Unicode Standard Annex 9). */
const bidi = /[\u202a-\u202e\u2066-\u2069]/
/** Device names, which Windows takes for the device in every folder and with every extension. */
const reserved = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)/i

/** A byte order mark is a part of the name. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** What is wrong with the name that these bytes are: a component of a path, or the name of a torrent. */
export function findNameFault(bytes: Uint8Array): NameFaultCode | undefined {
  if (bytes.length === 0) return 'name-empty'
  if (bytes.length > metainfoNameBytesMax) return 'name-too-long'
  if (!isUtf8(bytes)) return 'name-not-utf8'
  return findTextFault(utf8.decode(bytes))
}

function findTextFault(name: string): NameFaultCode | undefined {
  if (name === '.' || name === '..') return 'name-dots'
  if (/[/\\]/.test(name)) return 'name-slash'
  if (control.test(name)) return 'name-control'
  if (bidi.test(name)) return 'name-bidi'
  if (reserved.test(name)) return 'name-reserved'
  return /[. ]$/.test(name) ? 'name-trailing' : undefined
}
