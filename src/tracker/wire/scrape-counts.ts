/**
 * What a scrape tells about one torrent (BEP 48, BEP 15, BEP 21). One record per thread, filled again
 * for each torrent; all zero for a torrent nobody has announced.
 */
export class ScrapeCounts {
  /** `complete`: peers that have everything. */
  seeders = 0
  /** `incomplete`: all other peers. */
  leechers = 0
  /** `downloaded`: how often the torrent was downloaded to its end. */
  completed = 0
  /** `downloaders`: the leechers that are not paused (BEP 21). HTTP only. */
  downloaders = 0

  /** Sets all to zero. */
  clear(): void {
    this.seeders = 0
    this.leechers = 0
    this.completed = 0
    this.downloaders = 0
  }
}
