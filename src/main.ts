/**
 * Where the program starts: reads the command line and runs the command. What a server is made of is put
 * together in `serve.ts`.
 */

import { systemCode } from '#base/start-error'
import { createCommandLine, isAdvice } from './command-line.ts'
import { tellOfFailure } from './predecessor.ts'

// Whoever reads may have seen enough, as in: waggle torrent list | head
process.stdout.on('error', (error) => {
  if (systemCode(error) !== 'EPIPE') throw error
  process.exit()
})

const program = createCommandLine({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  setExitStatus: (status) => {
    process.exitCode = status
  },
})

try {
  await program.parseAsync()
} catch (error) {
  if (!isAdvice(error)) throw error
  process.stderr.write(`${error.message}\n`)
  await tellOfFailure(error.message)
  // Threads and sockets that are open already would keep the process alive.
  process.exit(1)
}
