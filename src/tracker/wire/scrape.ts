/**
 * One scrape (BEP 48, BEP 15): the info-hashes asked for, in the order they are answered. Over UDP that
 * is the order they were asked, repeats included; over HTTP it is sorted bytewise without repeats, as the
 * keys of a bencoded dictionary must be. Like `Announce` it is one record per thread, filled again for
 * each request.
 */
import { scrapeHashesMax } from '#base/limits'

export class Scrape {
  /** `count` info-hashes of 20 bytes each, one after the other. */
  readonly infoHashes = new Uint8Array(scrapeHashesMax * 20)
  /** 0 to `scrapeHashesMax`; 0 asks for every torrent (HTTP only). */
  count = 0
}
