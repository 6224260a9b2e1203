/** `waggle block list|lists|preview|heaviest`: looks at blocks, and changes nothing. */
import { type Command, InvalidArgumentError } from 'commander'
import { listKeys } from '#index/blocks/block'
import { heaviestSources, listBlockLists, listBlocks, previewBlock } from '../api/block-routes.ts'
import type { BlockListJson, BlockPreviewJson, HeaviestJson } from '../api/block-schemas.ts'
import type { CommandIo } from '../config-command.ts'
import { type TargetOptions, targetsOf, withBlocks, withTargets } from './block-targets.ts'
import { blockRow, shareText } from './block-text.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperationOptions } from './with-operation.ts'

export function addBlockViews(block: Command, io: CommandIo): void {
  addList(block, io)
  addLists(block, io)
  addPreview(block, io)
  addHeaviest(block, io)
}

function addList(block: Command, io: CommandIo): void {
  withOperationOptions(block.command('list'))
    .description('list the blocks that were made one by one')
    .action((options: OperationOptions) =>
      withBlocks(options, io, async (client) => {
        const { blocks } = await client.call(listBlocks)
        for (const one of blocks)
          io.out(options.json === true ? jsonLine(one) : `${blockRow(one)}\n`)
      }),
    )
}

function addLists(block: Command, io: CommandIo): void {
  withOperationOptions(block.command('lists'))
    .description('tell of the lists in files: their rules, and the lines that are none')
    .action((options: OperationOptions) =>
      withBlocks(options, io, async (client) => {
        const { lists } = await client.call(listBlockLists)
        for (const one of lists) io.out(options.json === true ? jsonLine(one) : listText(one))
      }),
    )
}

function addPreview(block: Command, io: CommandIo): void {
  withTargets(block.command('preview'))
    .description('tell what a block would hit now, and change nothing')
    .action(async (words: readonly string[], options: TargetOptions) => {
      const targets = targetsOf(words, options)
      await withBlocks(options, io, async (client) => {
        for (const query of targets) {
          const preview = await client.call(previewBlock, { query })
          io.out(options.json === true ? jsonLine(preview) : previewText(preview))
        }
      })
    })
}

function addHeaviest(block: Command, io: CommandIo): void {
  withOperationOptions(block.command('heaviest'))
    .description('tell which networks and clients send most (blocks.measure)')
    .option('--limit <number>', 'how many of each', limit, 20)
    .action((options: OperationOptions & { readonly limit: number }) =>
      withBlocks(options, io, async (client) => {
        const heaviest = await client.call(heaviestSources, { query: { limit: options.limit } })
        io.out(options.json === true ? jsonLine(heaviest) : heaviestText(heaviest))
      }),
    )
}

function listText({ kind, rules, faults, first_faults, problem }: BlockListJson): string {
  const lines = first_faults.map(({ line, problem: what }) => `  line ${line} ${what}\n`)
  const more = faults - first_faults.length
  return [
    `${listKeys[kind]}: ${rules} rules, ${faults} lines left out\n`,
    problem === null ? '' : `  the file ${problem}; what was read before holds\n`,
    ...lines,
    more > 0 ? `  and ${more} more\n` : '',
  ].join('')
}

function previewText(preview: BlockPreviewJson): string {
  const { target, kind, blocked_by, torrents, peers, peers_share, announces_share } = preview
  const hit =
    peers === null
      ? 'the swarms do not know which clients are in them'
      : `${peers} peers of ${torrents ?? 0} torrents now (${shareText(peers_share)} of all peers)`
  const announces = kind === 'info_hash' ? '' : `, ${announcesText(announces_share)}`
  const already = blocked_by === null ? '' : `  refused already by ${sourceText(blocked_by)}\n`
  return `${target}: ${hit}${announces}\n${already}`
}

function announcesText(share: number | null): string {
  return share === null
    ? 'its announces are not measured (blocks.measure), or not as finely'
    : `${shareText(share)} of the announces of the last hours`
}

function sourceText(blocked: NonNullable<BlockPreviewJson['blocked_by']>): string {
  const { source, line } = blocked
  return `${blockRow(blocked)} (${source === 'list' ? `line ${line ?? 0} of the list` : 'block'})`
}

function heaviestText({ samples, networks, clients }: HeaviestJson): string {
  const rows = [
    ...networks.map(({ network, ...shares }) => ({ name: network, ...shares })),
    ...clients.map(({ client, ...shares }) => ({ name: client, ...shares })),
  ]
  const lines = rows.map(
    ({ name, announces_share, refusals_share }) =>
      `${name.padEnd(24)} ${shareText(announces_share).padStart(12)} ${shareText(refusals_share).padStart(12)}\n`,
  )
  const head = `${''.padEnd(24)} ${'of announces'.padStart(12)} ${'of refusals'.padStart(12)}\n`
  return `${head}${lines.join('')}${samples} announces were noted in the last hours, one of 64\n`
}

function limit(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 256) return Number(text)
  throw new InvalidArgumentError('must be a whole number from 1 to 256')
}
