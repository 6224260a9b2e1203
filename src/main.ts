/**
 * Where the program starts: reads the command line and runs the command. What a server is made of is put
 * together in `serve.ts`.
 */

import { StartError } from '#base/start-error'
import { ConfigError } from '#config/config-error'
import { createProgram } from '#operate/program'
import packageJson from '../package.json' with { type: 'json' }
import { tellOfFailure } from './predecessor.ts'
import { profileOf } from './profile.ts'

const program = createProgram({
  version: packageJson.version,
  io: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    setExitStatus: (status) => {
      process.exitCode = status
    },
    hasDatabase: (config) => profileOf(config).hasAdmission,
    hasGalleries: (config) => profileOf(config).hasGalleries,
  },
  // Loaded when it is wanted: it is most of the program, and other commands are to answer at once.
  serve: async (config, readConfig) => {
    const { serve } = await import('./serve.ts')
    await serve(config, readConfig)
  },
  explainLocally: async (config, directory) => {
    const module = await import('./explain-locally.ts')
    return await module.explainLocally(config, directory)
  },
  regionBytes: async (config) => {
    const { layoutOf } = await import('./tracker-plan.ts')
    return layoutOf(config).bytes
  },
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof StartError) && !(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  await tellOfFailure(error.message)
  // Threads and sockets that are open already would keep the process alive.
  process.exit(1)
}
