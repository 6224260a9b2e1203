/** `waggle handover`: a running server goes on as a new process of the program that is installed now. */
import { Command } from 'commander'
import { StartError } from '#base/start-error'
import { handOver } from '../api/handover-route.ts'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { openServerOperation } from '../open-operation.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

export function handoverCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('handover'))
    .description(
      'have the running server go on as a new process, with a new version or configuration, and lose no request',
    )
    .action(async (options: OperationOptions) => {
      const config = loadConfigOptions(options)
      const client = await openServerOperation(config)
      if (client === undefined)
        throw new StartError(
          `data.directory = "${config.data.directory}": no server runs with it; start one with waggle serve, or name its configuration with --config FILE`,
        )
      try {
        const answer = await client.call(handOver, {})
        io.out(options.json === true ? jsonLine(answer) : textOf(answer))
      } finally {
        await client.close()
      }
    })
}

function textOf(answer: { readonly pid: number; readonly has_swarms: boolean }): string {
  const { pid } = answer
  if (answer.has_swarms) return `process ${pid} serves now\n`
  return `process ${pid} serves now, without the swarms: they could not be saved (the log has the reason), and clients announce again within an interval\n`
}
