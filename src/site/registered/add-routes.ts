/** Where operators add torrents. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { metainfoBytesMax, uploadedFilesMax, uploadPartsMax } from '#base/limits'
import { readInfoHash } from '#index/torrents/info-hash-text'
import type { Registration } from '#index/torrents/registration'
import { TorrentError, type TorrentErrorCode } from '#index/torrents/torrent-error'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { sentence } from '../format/sentence.ts'
import { sendError } from '../server/errors.ts'
import { queryText } from '../server/query-text.ts'
import { BrokenUpload } from '../server/received-files.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { type AddState, addPage, uploadPath } from './add-page.ts'
import { actorOf, requireOperator } from './operator.ts'
import { addPath } from './operator-line.ts'
import type { RegisteredParts } from './registered-options.ts'
import { doneHref } from './torrent-address.ts'
import { uploadPage } from './upload-page.ts'
import { registerFiles } from './uploaded-files.ts'

export function addRoutes(site: FastifyInstance, parts: RegisteredParts): void {
  const onRequest = requireOperator(parts)
  const changing = { onRequest, config: formLimit }
  site.get(addPath, { onRequest }, (request, reply) =>
    sendPrivatePage(reply, addPage(parts.shell(request), { hash: '', name: '' })),
  )
  site.post(addPath, changing, (request, reply) => addByHash(request, reply, parts))
  // Apart, because only here a form with files is read.
  void site.register(async (own) => {
    await own.register(multipart)
    own.post(uploadPath, changing, (request, reply) => addFiles(request, reply, parts))
  })
}

async function addByHash(
  request: FastifyRequest,
  reply: FastifyReply,
  { torrents, shell }: RegisteredParts,
): Promise<FastifyReply> {
  const hash = queryText(request.body, 'hash')?.trim() ?? ''
  const name = queryText(request.body, 'name')?.trim() ?? ''
  try {
    const [result] = await torrents.register([registrationOf(hash, name)], actorOf(request))
    if (result === undefined) throw new Error('one registration gave no outcome')
    if (result.outcome === 'refused') throw result.error
    return await reply.redirect(doneHref(result.torrent, result.outcome), 303)
  } catch (error) {
    if (!(error instanceof TorrentError)) throw error
    const problem = { text: sentence(error.message), at: places[error.code] ?? 'all' }
    return sendPrivatePage(reply, addPage(shell(request), { hash, name, problem }), 422)
  }
}

/** Throws TorrentError. */
function registrationOf(hash: string, name: string): Registration {
  const infoHash = readInfoHash(hash)
  return infoHash.length === 20
    ? { infoHash, name }
    : { infoHash: undefined, infoHashV2: infoHash, name }
}

const places: Readonly<Partial<Record<TorrentErrorCode, NonNullable<AddState['problem']>['at']>>> =
  {
    invalid_info_hash: 'hash',
    invalid_name: 'name',
  }

async function addFiles(
  request: FastifyRequest,
  reply: FastifyReply,
  { torrents, shell }: RegisteredParts,
): Promise<FastifyReply> {
  // More than are taken are skipped and told of, and so is a file with one byte more.
  const limits = { parts: uploadPartsMax, fields: 10, fileSize: metainfoBytesMax + 1 }
  const files = request.files({ limits, throwFileSizeLimit: false })
  const actor = actorOf(request)
  try {
    const outcomes = await registerFiles(files, { torrents, actor, filesMax: uploadedFilesMax })
    if (outcomes.length > 0) return sendPrivatePage(reply, uploadPage(shell(request), outcomes))
    const problem = { text: shell().texts.registered.add.noFile, at: 'files' } as const
    return sendPrivatePage(reply, addPage(shell(request), { hash: '', name: '', problem }), 422)
  } catch (error) {
    if (error instanceof BrokenUpload) return sendError(request, reply, shell(request), 400)
    throw error
  }
}
