/** `waggle db`: copies, checks and brings up to date the database. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { systemClock } from '#base/clock'
import { backupDatabase, checkDatabase } from '../api/database-routes.ts'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { lockForCommand } from '../open-operation.ts'
import { withStorageTold } from '../with-storage-told.ts'
import { jsonLine } from './each-target.ts'
import {
  type OperationOptions,
  withKeptSchema,
  withOperation,
  withOperationOptions,
} from './with-operation.ts'

type BackupOptions = OperationOptions & { readonly force?: boolean }

export function databaseCommand(io: CommandIo): Command {
  const database = new Command('db').description('look after the database')
  addBackup(database, io)
  addRestore(database, io)
  addCheck(database, io)
  addMigrate(database, io)
  addCopyFrom(database, io)
  return database
}

function addBackup(database: Command, io: CommandIo): void {
  withOperationOptions(database.command('backup'))
    .description('copy the database into a file, also while a server runs')
    .argument('<file>', 'the copy')
    .option('--force', 'replace a file that is there')
    .action(async (file: string, options: BackupOptions) => {
      await withKeptSchema(options, io, async (client) => {
        const body = { file: resolve(file), replace: options.force ?? false }
        const written = await client.call(backupDatabase, { body })
        io.out(options.json === true ? jsonLine(written) : `wrote ${written.file}\n`)
      })
    })
}

function addRestore(database: Command, io: CommandIo): void {
  withOperationOptions(database.command('restore'))
    .description('put a copy in the place of the database, while no server runs')
    .argument('<file>', 'what "waggle db backup" wrote')
    .action(async (file: string, options: OperationOptions) => {
      const config = loadConfigOptions(options)
      const directory = lockForCommand({ config, hasDatabase: io.hasDatabase })
      try {
        const { restoreDatabase } = await import('#index/storage/operations/restore-database')
        const { keptAs } = await withStorageTold(
          restoreDatabase({
            url: config.database.url,
            dataDirectory: directory.path,
            file: resolve(file),
            clock: systemClock,
          }),
        )
        const kept = keptAs === undefined ? '' : `; the one before is kept as ${keptAs}`
        if (options.json === true) io.out(jsonLine({ kept_as: keptAs ?? null }))
        else io.out(`restored ${file}${kept}\n`)
      } finally {
        directory.unlock()
      }
    })
}

function addCheck(database: Command, io: CommandIo): void {
  withOperationOptions(database.command('check'))
    .description('look through the whole database for damage, also while a server runs')
    .action(async (options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        const report = await client.call(checkDatabase)
        if (report.problems.length > 0) io.setExitStatus(1)
        if (options.json === true) return io.out(jsonLine(report))
        for (const problem of report.problems) io.out(`${problem}\n`)
        if (report.problems.length === 0) io.out('the database is good\n')
        else io.err('restore a backup with "waggle db restore FILE", or repair it by hand\n')
      })
    })
}

function addMigrate(database: Command, io: CommandIo): void {
  withOperationOptions(database.command('migrate'))
    .description('make the database, or bring it to this version; a server does so when it starts')
    .action(async (options: OperationOptions) => {
      const config = loadConfigOptions(options)
      const directory = lockForCommand({ config, hasDatabase: io.hasDatabase })
      try {
        const { openDatabase } = await import('#index/storage/open-database')
        const { url } = config.database
        const opening = openDatabase({
          url,
          dataDirectory: directory.path,
          clock: systemClock,
          connectSeconds: 0,
        })
        const opened = await withStorageTold(opening)
        await opened.close()
        if (options.json === true) io.out(jsonLine({ database: opened.shownUrl, state: 'ok' }))
        else io.out(`${opened.shownUrl} is of this version\n`)
      } finally {
        directory.unlock()
      }
    })
}

function addCopyFrom(database: Command, io: CommandIo): void {
  withOperationOptions(database.command('copy-from'))
    .description('fill the empty database of this configuration with all of another')
    .argument('<url>', 'the other database, as in database.url')
    .action(async (url: string, options: OperationOptions) => {
      const config = loadConfigOptions(options)
      const directory = lockForCommand({ config, hasDatabase: io.hasDatabase })
      try {
        const { copyDatabase } = await import('#index/storage/operations/copy-database')
        const rows: Record<string, number> = {}
        const copying = copyDatabase({
          from: url,
          to: config.database.url,
          dataDirectory: directory.path,
          clock: systemClock,
          onProgress: (table, count) => {
            rows[table] = count
            if (options.json !== true) io.out(`${table}: ${count}\n`)
          },
        })
        await withStorageTold(copying)
        if (options.json === true) io.out(jsonLine({ rows }))
      } finally {
        directory.unlock()
      }
    })
}
