/**
 * Entry of a storage thread: one connection to the SQLite file, which answers one request after the other. This
 * file builds the thread's parts and nothing else does.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '#base/assert'
import type { FromThread, StatementResult } from './from-thread.ts'
import { factsOf, SqliteFile, type SqliteFileOptions } from './sqlite-file.ts'
import type { ToThread } from './to-thread.ts'

assert(parentPort !== null, 'this file is the entry of a thread')
const main = parentPort
const nothing: StatementResult = { columns: [], rows: [], changes: 0 }
const file = open()
if (file !== undefined) main.on('message', (message: ToThread) => receive(file, message))

function open(): SqliteFile | undefined {
  try {
    const opened = new SqliteFile(workerData as SqliteFileOptions)
    tell({ type: 'ready' })
    return opened
  } catch (error) {
    tell({ type: 'failed', failure: factsOf(error) })
    return undefined
  }
}

function receive(opened: SqliteFile, message: ToThread): void {
  if (message.type === 'close') {
    opened.close()
    main.close()
    return
  }
  tell(answer(opened, message))
}

function answer(opened: SqliteFile, message: Exclude<ToThread, { type: 'close' }>): FromThread {
  try {
    if (message.type === 'statement') return { type: 'done', result: opened.run(message) }
    opened.rollback()
    return { type: 'done', result: nothing }
  } catch (error) {
    return { type: 'failed', failure: factsOf(error) }
  }
}

function tell(message: FromThread): void {
  main.postMessage(message)
}
