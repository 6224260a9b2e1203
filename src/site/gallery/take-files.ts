/** Gives the files of an upload to the index one by one, and says what became of each. One that is wrong keeps no other out. */
import type { GalleryTorrent } from '#index/galleries/gallery-torrent'
import type { UploadedFile, UploadFault, UploadOutcome } from '#index/galleries/gallery-torrents'
import type { ReceivedFile } from '../server/received-files.ts'
import { faultOf } from './fault-text.ts'

/** What became of one file: a torrent, or what is wrong with it. */
export type TakenFile = {
  readonly fileName: string
  readonly torrent?: GalleryTorrent
  readonly fault?: UploadFault | 'too large' | 'too many'
}

export async function takeFiles(
  files: AsyncIterable<ReceivedFile>,
  take: (file: UploadedFile) => Promise<UploadOutcome | undefined>,
): Promise<readonly TakenFile[]> {
  const taken: TakenFile[] = []
  for await (const { fileName, bytes } of files)
    taken.push(
      typeof bytes === 'string'
        ? { fileName, fault: bytes }
        : { fileName, ...(await takeOne({ fileName, bytes }, take)) },
    )
  return taken
}

async function takeOne(
  file: UploadedFile,
  take: (file: UploadedFile) => Promise<UploadOutcome | undefined>,
): Promise<Omit<TakenFile, 'fileName'>> {
  const outcome = await take(file).catch((error: unknown) => ({ fault: faultOf(error) }))
  if (outcome === undefined) throw new Error('one file gave no outcome')
  return 'torrent' in outcome ? { torrent: outcome.torrent } : { fault: outcome.fault }
}
