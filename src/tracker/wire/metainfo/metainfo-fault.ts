/**
 * The catalogue of what can be wrong with a .torrent file. A fault has a stable code, a text for whoever
 * uploaded the file, which says what is wrong and what to do, and where it helps the place: the byte, and
 * the name or path concerned.
 */
import {
  bencodeNodesMax,
  faultSubjectCharactersMax,
  metainfoBytesMax,
  metainfoContentBytesMax,
  metainfoFilesMax,
  metainfoNameBytesMax,
  metainfoPathDepthMax,
  pieceLengthBytesMax,
  pieceLengthBytesMin,
} from '#base/limits'
import type { BencodeProblem } from './read-bencode.ts'

const makeAgain = 'Make the torrent again with a current program, such as qBittorrent.'
const getAgain = 'Get or save the file again, or make the torrent again.'
const rename = 'Rename it and make the torrent again.'

const bencodeTexts = {
  'ends-early': `The file ends too early: a part of it is missing. ${getAgain}`,
  'value-malformed': `The file is damaged: there is a byte where a value should begin. ${getAgain}`,
  'integer-malformed': `The file is damaged: it holds a number that is not written as BEP 3 says. ${makeAgain}`,
  'integer-too-large': `The file holds a number above ${Number.MAX_SAFE_INTEGER}, which not every client can read. ${makeAgain}`,
  'string-malformed': `The file is damaged: the length of a text is not written as BEP 3 says. ${makeAgain}`,
  'key-not-string': `The file is damaged: a dictionary has a key that is not a text. ${makeAgain}`,
  'key-repeated': `A dictionary in the file has the same key twice, and clients differ in which one they take. ${makeAgain}`,
  'key-without-value': `The file is damaged: a dictionary has a key without a value. ${getAgain}`,
  'nested-too-deeply':
    'Lists or folders in the file are nested too deeply. Use fewer levels of folders and make the torrent again.',
  'too-many-values': `The file describes too many things: ${bencodeNodesMax} names, numbers and lists are the most. Pack small files into an archive and make the torrent again.`,
  'trailing-bytes': `There are bytes after the end of the torrent. Remove what was appended to the file, or make the torrent again.`,
} as const satisfies Record<BencodeProblem, string>

const nameTexts = {
  'name-empty': `A file, a folder or the torrent itself has an empty name. Give it a name and make the torrent again.`,
  'name-not-utf8': `A name is not written in UTF-8. ${makeAgain}`,
  'name-too-long': `A name is longer than ${metainfoNameBytesMax} bytes, which file systems do not take. ${rename}`,
  'name-dots': `A name is "." or "..", which would lead out of the folder. ${rename}`,
  'name-slash': `A name holds "/" or "\\", which separate folders. ${rename}`,
  'name-control': `A name holds a control character. ${rename}`,
  'name-bidi': `A name holds a character that turns the direction of writing and can hide what the file is. ${rename}`,
  'name-reserved': `A name is reserved on Windows (such as CON, NUL or COM1, with any extension). ${rename}`,
  'name-trailing': `A name ends in a dot or a space, which Windows removes. ${rename}`,
} as const

const fileTexts = {
  'files-missing': `The torrent names neither a file nor a list of files. ${makeAgain}`,
  'files-ambiguous': `The torrent has both "length" and "files", and clients differ in which one they take. ${makeAgain}`,
  'files-malformed': `The list of files is not a list of dictionaries. ${makeAgain}`,
  'files-empty': 'The torrent holds no files. Add files and make the torrent again.',
  'files-too-many': `The torrent holds more than ${metainfoFilesMax} files. Pack small files into an archive and make the torrent again.`,
  'length-invalid': `A file has no size, or one that is not a number from 0 up. ${makeAgain}`,
  'size-zero':
    'All files of the torrent are empty or padding. Add a file that is neither, and make the torrent again.',
  'size-too-large': `The torrent holds ${metainfoContentBytesMax / 2 ** 40} TiB or more. Split it into several torrents.`,
  'path-missing': `A file has no path, or one that is not a list of texts. ${makeAgain}`,
  'path-too-deep': `A file lies in more than ${metainfoPathDepthMax - 1} folders. Use fewer levels of folders and make the torrent again.`,
  'path-repeated': `Two files have the same path, or paths that differ only in upper and lower case. Rename one and make the torrent again.`,
  'path-conflict': `A file has the same path as a folder. ${rename}`,
  'symlink-invalid': `A symbolic link does not say where it leads. Leave it out, or replace it by the file, and make the torrent again.`,
} as const

const pieceTexts = {
  'piece-length-missing': `The torrent does not say how long its pieces are. ${makeAgain}`,
  'piece-length-unusable': `The pieces of the torrent must be a power of two long, from ${pieceLengthBytesMin / 2 ** 10} KiB to ${pieceLengthBytesMax / 2 ** 20} MiB. Make the torrent again with such a piece size.`,
  'pieces-missing': `The torrent has no piece hashes. ${makeAgain}`,
  'pieces-length': `The torrent does not have one 20-byte hash for each of its pieces. ${makeAgain}`,
} as const

const version2Texts = {
  'meta-version-unknown':
    'The torrent is of a version that is not known here: version 1 (without "meta version") and version 2 are. Make the torrent again as v1 or hybrid.',
  'meta-version-missing': `The torrent has a file tree of version 2, but does not say that it is of version 2. ${makeAgain}`,
  'info-unsorted': `The torrent is of version 2 and its keys are out of order, which BEP 52 forbids. ${makeAgain}`,
  'file-tree-missing': `The torrent is of version 2, but has no file tree. ${makeAgain}`,
  'file-tree-malformed': `The file tree holds an entry that is neither a file nor a folder of files. ${makeAgain}`,
  'file-tree-pad': `The file tree of version 2 holds a pad file, which only version 1 has. ${makeAgain}`,
  'pieces-root-missing': `A file that is not empty has no root hash of 32 bytes ("pieces root"). ${makeAgain}`,
  'piece-layers-missing': `The torrent is of version 2, but has no "piece layers", as when it was saved from a magnet link. Make the torrent again from its files.`,
  'piece-layers-malformed': `The "piece layers" are not texts at 32-byte keys in order. ${makeAgain}`,
  'piece-layer-missing': `A file that is longer than one piece has no piece hashes in "piece layers". ${makeAgain}`,
  'piece-layer-unknown': `The "piece layers" hold hashes that belong to no file longer than one piece. ${makeAgain}`,
  'piece-layer-length': `The "piece layers" do not have one 32-byte hash for each piece of a file. ${makeAgain}`,
  'piece-layer-mismatch': `The "piece layers" do not match the root hash of a file: the torrent was changed or damaged. ${getAgain}`,
  'hybrid-files-differ': `The torrent is a hybrid, but its file lists for version 1 and version 2 differ. ${makeAgain}`,
  'hybrid-misaligned': `The torrent is a hybrid, but its version 1 files do not begin where those of version 2 do: pad files are missing or wrong. ${makeAgain}`,
} as const

/** Every fault with its text. A code is never renamed and never used again. */
export const metainfoFaultTexts = {
  'too-large': `The file is larger than ${metainfoBytesMax / 2 ** 20} MiB. Make the torrent again with larger pieces, or split it into several.`,
  'not-a-torrent': 'This is not a torrent file. Choose the file whose name ends in ".torrent".',
  'keys-unsorted': `The outermost keys of the file are out of order, which BEP 3 forbids. ${makeAgain}`,
  'info-missing': `The file holds no description of a torrent (no dictionary "info"). ${makeAgain}`,
  'name-missing': `The torrent has no name. ${makeAgain}`,
  ...bencodeTexts,
  ...nameTexts,
  ...fileTexts,
  ...pieceTexts,
  ...version2Texts,
} as const

export type NameFaultCode = keyof typeof nameTexts
export type MetainfoFaultCode = keyof typeof metainfoFaultTexts

export interface FaultPlace {
  /** Index of the byte in the file at which what is wrong begins. */
  readonly byte?: number
  /** The name or path concerned, as it is in the file. */
  readonly subject?: string
}

/** What is wrong with a .torrent file: the first thing that was found. */
export class MetainfoFault {
  readonly code: MetainfoFaultCode
  readonly byte: number | undefined
  /** The name or path concerned, cut, and with every character escaped that does not show. */
  readonly subject: string | undefined

  constructor(code: MetainfoFaultCode, { byte, subject }: FaultPlace = {}) {
    this.code = code
    this.byte = byte
    this.subject = subject === undefined ? undefined : printable(subject)
  }

  /** What is wrong and what to do. */
  get text(): string {
    return metainfoFaultTexts[this.code]
  }

  /** One line for logs and the command line: the text and the place. */
  get message(): string {
    const subject = this.subject === undefined ? [] : [`at "${this.subject}"`]
    const byte = this.byte === undefined ? [] : [`byte ${this.byte}`]
    const place = [...subject, ...byte].join(', ')
    return place === '' ? this.text : `${this.text} (${place})`
  }
}

/** Controls, formats such as turns of the direction of writing, separators other than the space, halves of characters. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

function printable(text: string): string {
  const isCut = text.length > faultSubjectCharactersMax
  const shown = (isCut ? text.slice(0, faultSubjectCharactersMax) : text).replaceAll(
    unseen,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return isCut ? `${shown}…` : shown
}
