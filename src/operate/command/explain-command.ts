/** `waggle explain`: what a client would be told, station by station. It asks the server; where none runs, its files. */
import { Command } from 'commander'
import { type ExplanationJson, explainAnnounce } from '../api/explain-route.ts'
import { type CommandIo, loadConfigOptions } from '../config-command.ts'
import { type OpenLocally, openLocalOperation } from '../open-operation.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

type ExplainOptions = OperationOptions & {
  readonly torrent?: string
  readonly from?: string
  readonly client?: string
}

export function explainCommand(io: CommandIo, openLocally: OpenLocally): Command {
  return withOperationOptions(new Command('explain'))
    .description('say what a client would be told by the tracker, and why; nothing is changed')
    .argument('<subject>', 'an announce address, or an info-hash in hex, base32 or as %xx')
    .option('--torrent <hash>', 'the info-hash, for an announce address that has none')
    .option('--from <ip>', 'the address of the client, to look for rules that refuse it')
    .option('--client <id>', 'what its peer id begins with, such as -qB4520-')
    .action(async (subject: string, options: ExplainOptions) => {
      const config = loadConfigOptions(options)
      const { hasDatabase } = io
      const client = await openLocalOperation({ config, hasDatabase }, openLocally)
      const { torrent, from, client: peerId } = options
      try {
        const body = { subject, torrent, from, client: peerId }
        const explanation = await client.call(explainAnnounce, { body })
        io.out(options.json === true ? jsonLine(explanation) : explanationText(explanation))
      } finally {
        await client.close()
      }
    })
}

const marks = { passed: 'ok', refused: 'NO', skipped: '--' } as const

function explanationText({ running, steps, answer }: ExplanationJson): string {
  const width = Math.max(...steps.map(({ step }) => step.length))
  const lines = steps.map(
    ({ step, outcome, text }) => `${marks[outcome]}  ${step.padEnd(width)}  ${text}\n`,
  )
  const offline = running ? '' : 'no server runs: this is from the database and the files\n'
  return `${offline}${lines.join('')}=>  ${answer}\n`
}
