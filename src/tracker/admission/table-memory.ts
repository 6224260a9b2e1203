/** The region of the registered torrents seen as words. Made once per thread over the same memory; it never leaves this folder. */
import { assert } from '#base/assert'
import type { Region } from '#base/region'
import { Header, indexSizeMin, sizeBits, type TableLayout, tableVersion } from './table-layout.ts'

const magic = 0x5a67_7474

export class TableMemory {
  readonly layout: TableLayout
  readonly words: Int32Array

  constructor(region: Region, layout: TableLayout) {
    assert(region.buffer.byteLength >= layout.bytes, 'the region is as large as its layout')
    this.layout = layout
    this.words = new Int32Array(region.buffer)
  }

  /** Prepares a zeroed region; done once, before any thread opens it. */
  format(): void {
    const { words } = this
    words[Header.version] = tableVersion
    words[Header.index] = (1 << sizeBits) | Math.log2(indexSizeMin)
    words[Header.magic] = magic
  }

  /** Throws AssertionError when the region was not formatted by this version of the layout. */
  assertFormatted(): void {
    assert(this.words[Header.magic] === magic, 'the region of torrents is formatted')
    assert(this.words[Header.version] === tableVersion, 'the region of torrents has this layout')
  }
}
