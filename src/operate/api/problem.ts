/**
 * What a caller of the API is told when something cannot be: a status, a stable code, and a line that says what is wrong
 * and what to do. Every error that can happen below becomes one here.
 */
import * as z from 'zod'
import { BlockError, type BlockErrorCode } from '#index/blocks/block-error'
import { GalleryError, type GalleryErrorCode } from '#index/galleries/gallery-error'
import { MemberError, type MemberErrorCode } from '#index/members/member-error'
import { PointError, type PointErrorCode } from '#index/points/point-error'
import { StorageError, type StorageErrorCode } from '#index/storage/storage-error'
import { TokenError, type TokenErrorCode } from '#index/tokens/token-error'
import { TorrentError, type TorrentErrorCode } from '#index/torrents/torrent-error'
import { ExplainError } from '../explain/explanation.ts'
import { describeIssues } from './describe-issues.ts'

export const problemSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .meta({ id: 'Problem' })

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: ProblemStatus
  readonly code: string
  /** When to try again; 0 where that is not said. */
  readonly retryAfterSeconds: number
  /** The methods that there are, of a problem with the method. */
  readonly allowed: readonly string[]

  constructor(status: ProblemStatus, code: string, message: string, more: ProblemHeaders = {}) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfterSeconds = more.retryAfterSeconds ?? 0
    this.allowed = more.allowed ?? []
  }
}

type ProblemHeaders = Partial<Pick<Problem, 'retryAfterSeconds' | 'allowed'>>

/** `isOperator` may be told about the machine: paths and addresses of databases. */
export function problemOf(error: unknown, isOperator: boolean): Problem {
  if (error instanceof Problem) return error
  if (error instanceof z.ZodError) return new Problem(422, 'invalid_request', describeIssues(error))
  if (error instanceof TorrentError)
    return new Problem(torrentStatus[error.code] ?? 422, error.code, error.message)
  if (error instanceof TokenError)
    return new Problem(tokenStatus[error.code] ?? 422, error.code, error.message)
  if (error instanceof MemberError)
    return new Problem(memberStatus[error.code] ?? 422, error.code, error.message)
  if (error instanceof PointError)
    return new Problem(pointStatus[error.code] ?? 422, error.code, error.message)
  if (error instanceof BlockError)
    return new Problem(blockStatus[error.code] ?? 422, error.code, error.message)
  if (error instanceof GalleryError) return galleryProblem(error)
  if (error instanceof ExplainError) return new Problem(422, 'invalid_question', error.message)
  if (error instanceof StorageError) return storageProblem(error, isOperator)
  return transportProblem(error) ?? internalProblem
}

const torrentStatus: Readonly<Partial<Record<TorrentErrorCode, ProblemStatus>>> = {
  unknown_torrent: 404,
  removed_torrent: 409,
  too_late: 409,
  catalogue_full: 409,
}

const tokenStatus: Readonly<Partial<Record<TokenErrorCode, ProblemStatus>>> = {
  unknown_token: 404,
  too_many_tokens: 409,
}

const memberStatus: Readonly<Partial<Record<MemberErrorCode, ProblemStatus>>> = {
  unknown_member: 404,
  name_taken: 409,
  deleted_member: 409,
  suspended_member: 409,
  banned_member: 409,
}

const pointStatus: Readonly<Partial<Record<PointErrorCode, ProblemStatus>>> = {
  too_few_points: 409,
  key_used: 409,
}

const blockStatus: Readonly<Partial<Record<BlockErrorCode, ProblemStatus>>> = {
  unknown_block: 404,
  listed_block: 409,
  too_many_blocks: 409,
  info_hashes_served: 409,
  not_measured: 409,
  no_tracker: 409,
  not_saved: 503,
}

const galleryStatus: Readonly<Partial<Record<GalleryErrorCode, ProblemStatus>>> = {
  unknown_gallery: 404,
  unknown_torrent: 404,
  not_current: 409,
  id_taken: 409,
  external_id_taken: 409,
  gone_torrent: 409,
  too_late: 409,
  covers_busy: 503,
}

function galleryProblem({ code, message }: GalleryError): Problem {
  const more = code === 'covers_busy' ? { retryAfterSeconds: 5 } : {}
  return new Problem(galleryStatus[code] ?? 422, code, message, more)
}

/** Failures of the database itself, which pass, and when to look again. */
const passing: Readonly<Partial<Record<StorageErrorCode, number>>> = {
  unreachable: 5,
  busy: 1,
  conflict: 1,
  timeout: 5,
  full: 60,
  refused: 60,
  damaged: 60,
}

function storageProblem(error: StorageError, isOperator: boolean): Problem {
  if (error.code === 'invalid_page')
    return new Problem(
      422,
      'invalid_cursor',
      '"after" is not the "next" of such a page; begin anew',
    )
  const retryAfterSeconds = passing[error.code]
  if (retryAfterSeconds === undefined) return internalProblem
  const message = isOperator
    ? error.message
    : 'the database cannot be used now; try again later, and tell the operator if it stays so'
  return new Problem(503, 'database_away', message, { retryAfterSeconds })
}

const internalProblem = new Problem(
  500,
  'internal_error',
  'this is a fault of the server; its log has more about it',
)

/** What Fastify found wrong before a route was reached. */
function transportProblem(error: unknown): Problem | undefined {
  const status = statusOf(error)
  if (status === 413)
    return new Problem(413, 'too_large', 'the body is too large; send less at once')
  if (status === 415)
    return new Problem(
      415,
      'unknown_type',
      'the body has a type that is not taken here; send application/json',
    )
  if (status >= 400 && status < 500)
    return new Problem(400, 'bad_request', 'the request cannot be read; check its path and body')
  return undefined
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0
}
