/**
 * A process that registers one torrent after the other in a SQLite database until it is killed, and prints the name
 * of each that it was told is stored:
 *
 *   node test/storage/register-process.ts DIRECTORY
 */
import { systemClock } from '#base/clock'
import { openDatabase } from '#index/storage/open-database'
import { newTorrent } from './sample-torrents.ts'

const [dataDirectory = ''] = process.argv.slice(2)
const database = await openDatabase({ url: 'sqlite:test.db', dataDirectory, clock: systemClock })
for (let number = 0; ; number++) {
  const name = `${process.pid} ${number}`
  const files = [{ path: 'file', sizeBytes: number }]
  await database.torrents.add([newTorrent(name, { files })])
  process.stdout.write(`${name}\n`)
}
