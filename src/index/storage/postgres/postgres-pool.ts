/**
 * Connections to PostgreSQL, as Kysely takes them. Broken ones are thrown away and made anew when they are
 * needed. Integers of 64 bits become numbers, and one that a number cannot hold is an error.
 */

import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { Pool, type PoolClient, types } from 'pg'
import { assert } from '#base/assert'
import { storageWaitingMax } from '#base/limits'
import { isLostConnection, PoolBusy } from './postgres-failure.ts'

export type PostgresPoolOptions = {
  /** May hold a password. */
  readonly url: string
  readonly connectionsMax: number
  readonly isReadOnly: boolean
  /** For each statement; undefined for no limit. */
  readonly limitSeconds: number | undefined
  /** How long a connection is waited for. */
  readonly connectSeconds: number
  /** A connection that nobody used was lost. */
  readonly onLost: (error: Error) => void
}

/** What the network may take beyond the limit that the server keeps. */
const graceSeconds = 5

/** The longest that a transaction of ours waits between two statements. */
const idleSeconds = 60

export function createPostgresPool(options: PostgresPoolOptions): PostgresPool {
  const { limitSeconds } = options
  const pool = new Pool({
    connectionString: options.url,
    application_name: 'waggle',
    max: options.connectionsMax,
    connectionTimeoutMillis: options.connectSeconds * 1000,
    idle_in_transaction_session_timeout: idleSeconds * 1000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    ...(limitSeconds === undefined
      ? {}
      : {
          statement_timeout: limitSeconds * 1000,
          query_timeout: (limitSeconds + graceSeconds) * 1000,
        }),
    ...(options.isReadOnly ? { options: '-c default_transaction_read_only=on' } : {}),
  })
  pool.on('error', options.onLost)
  return {
    options: {},
    connect: async () => {
      if (pool.waitingCount >= storageWaitingMax)
        throw new PoolBusy(`${storageWaitingMax} others are waiting`)
      return lend(await pool.connect())
    },
    end: () => pool.end(),
  }
}

/** Gives a connection back to be thrown away when a query has shown that it is broken. */
function lend(client: PoolClient): PostgresPoolClient {
  let isBroken = false
  // One that is cut between two queries of a transaction says so here, and would end the process if nobody listened.
  const note = (): void => {
    isBroken = true
  }
  client.on('error', note)
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, [...parameters])
    } catch (error) {
      isBroken ||= isLostConnection(error)
      throw error
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy = false) => {
      client.off('error', note)
      client.release(destroy || isBroken)
    },
  }
}

type GetTypeParser = typeof types.getTypeParser

/** By the numbers of types in PostgreSQL's catalogue. */
function parserOf(...[oid, format]: Parameters<GetTypeParser>): (text: string) => unknown {
  if (oid === types.builtins.INT8) return parseInteger
  if (oid === types.builtins.BYTEA) return parseBytes
  const parser: unknown = types.getTypeParser(oid, format)
  return parser as (text: string) => unknown
}

function parseInteger(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), 'a stored integer is beyond 2^53')
  return value
}

/** `\x` and hexadecimal digits. */
function parseBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
}
