/** A .torrent file of content that is nowhere: its sizes are those of a catalogue, its pieces are chance. */
import type { RegistrationJson } from '#operate/api/torrent-schemas'
import { bencode } from '../../test/support/metainfo-bencode.ts'
import type { DemoRandom } from './demo-random.ts'

const hashBytes = 20

export function torrentFile(
  random: DemoRandom,
  { name, files = [], piece_length_bytes: pieceLength = 16_384 }: RegistrationJson,
): Buffer {
  const sizes = files.map(({ size_bytes: size }) => size)
  const pieces = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / pieceLength)
  return bencode({
    info: {
      files: files.map(({ path, size_bytes: length }) => ({ length, path: path.split('/') })),
      name,
      'piece length': pieceLength,
      pieces: random.bytes(pieces * hashBytes),
    },
  })
}
