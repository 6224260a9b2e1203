/** The command line with everything that stands behind its commands. */
import type { Command } from 'commander'
import { StartError } from '#base/start-error'
import { ConfigError } from '#config/config-error'
import type { CommandIo } from '#operate/config-command'
import { createProgram } from '#operate/program'
import packageJson from '../package.json' with { type: 'json' }
import { profileOf } from './profile.ts'

/** Where commands write, and how they say that they failed. */
export type Terminal = Pick<CommandIo, 'out' | 'err' | 'setExitStatus'>

export function createCommandLine(terminal: Terminal): Command {
  return createProgram({
    version: packageJson.version,
    io: {
      ...terminal,
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
}

/** Whether the message of what a command threw says what to do, so that nobody needs its stack. */
export function isAdvice(error: unknown): error is StartError | ConfigError {
  return error instanceof StartError || error instanceof ConfigError
}
