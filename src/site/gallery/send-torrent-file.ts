/** Sends a .torrent file, for everybody or for one person. */
import type { FastifyReply } from 'fastify'
import { attachment } from '#base/content-disposition'
import type { TorrentDownload } from '#index/galleries/gallery-torrents'

/** RFC 6838 has no type for it, and this is the one in use. */
const torrentType = 'application/x-bittorrent'

/** How long others may keep a public file: it may be taken out at any time. */
const publicSeconds = 300

/** With a key in it, nobody keeps a copy but who asked for it. */
export function sendPersonalFile(reply: FastifyReply, file: TorrentDownload): FastifyReply {
  return send(reply.header('Cache-Control', 'private, no-store'), file)
}

export function sendPublicFile(reply: FastifyReply, file: TorrentDownload): FastifyReply {
  return send(reply.header('Cache-Control', `public, max-age=${publicSeconds}`), file)
}

function send(reply: FastifyReply, { bytes, fileName }: TorrentDownload): FastifyReply {
  return reply
    .type(torrentType)
    .header('Content-Disposition', attachment(fileName))
    .header('X-Robots-Tag', 'noindex')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
