/** The announce addresses in a .torrent file, in the order in which a client tries them (BEP 12). */
import { decodeBencodeDictionary, listAt } from '../support/bencode.ts'

export function announcesIn(bytes: Buffer): string[] {
  return listAt(decodeBencodeDictionary(bytes), 'announce-list').map(String)
}
