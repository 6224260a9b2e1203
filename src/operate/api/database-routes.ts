/** The routes with which the operator looks after the database while the server runs. */
import { stat } from 'node:fs/promises'
import * as z from 'zod'
import { StorageError } from '#index/storage/storage-error'
import { defineRoute, noBody, nothing } from './define-route.ts'
import { Problem } from './problem.ts'

export const backupDatabase = defineRoute({
  id: 'backupDatabase',
  method: 'POST',
  path: '/database/backup',
  access: 'operator',
  summary: 'Copies the database into a file',
  description: 'The copy is of one moment, and made while everything goes on.',
  statuses: { 201: 'The copy is complete.' },
  problems: {
    409: 'There is such a file already.',
    422: 'The file cannot be written, or the database has a program of its own for this.',
  },
  params: nothing,
  query: nothing,
  body: z.strictObject({
    file: z
      .string()
      .startsWith('/', 'must be an absolute path')
      .meta({ description: 'An absolute path on this machine.' }),
    replace: z.boolean().default(false).meta({ description: 'Take the place of a file.' }),
  }),
  answer: z.object({ file: z.string() }),
  handle: async ({ body, parts }) => {
    // PostgreSQL's own program writes the file, and asks in its own way.
    if (!body.replace && parts.database.engine === 'sqlite') await refuseExisting(body.file)
    await parts.database.backup(body.file).catch(refuseFile)
    return { status: 201, body: { file: body.file } }
  },
})

/** An older copy may be the only good one. */
async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() !== true) return
  throw new Problem(
    409,
    'file_exists',
    `${file} is there already; name another file, or replace it with --force`,
  )
}

/** The file, or the way of copying, and not the database. */
function refuseFile(error: unknown): never {
  if (error instanceof StorageError && error.code === 'refused')
    throw new Problem(422, 'backup_refused', error.message)
  throw error
}

export const checkDatabase = defineRoute({
  id: 'checkDatabase',
  method: 'GET',
  path: '/database/check',
  access: 'operator',
  summary: 'Looks whether the database is sound',
  description: 'Reads all of it; with a large one this takes a while.',
  statuses: { 200: 'What was found; no problems is good.' },
  params: nothing,
  query: nothing,
  body: noBody,
  answer: z.object({ problems: z.array(z.string()) }),
  handle: async ({ parts }) => {
    const problems = await parts.database.check()
    return { status: 200, body: { problems: [...problems] } }
  },
})
