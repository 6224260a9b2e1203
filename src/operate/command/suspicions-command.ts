/** `waggle suspicions`: what cannot be true, or hardly, of what clients say; and members whom torrents have in common. */
import { Command } from 'commander'
import { findCommonMembers, listSuspicions } from '../api/suspicion-routes.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { type OperationOptions, withOperation, withOperationOptions } from './with-operation.ts'

export function suspicionsCommand(io: CommandIo): Command {
  return withOperationOptions(new Command('suspicions'))
    .description(
      'list torrents that do not balance, impossible rates and uploads to nobody; with info-hashes, the members who have most of those torrents',
    )
    .argument('[hash...]', 'info-hashes of torrents')
    .action(async (hashes: string[], options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        if (hashes.length > 0) {
          const found = await client.call(findCommonMembers, { body: { info_hashes: hashes } })
          return io.out(options.json === true ? jsonLine(found) : commonLines(found))
        }
        const list = await client.call(listSuspicions)
        io.out(options.json === true ? jsonLine(list) : listLines(list))
      })
    })
}

type List = Awaited<ReturnType<(typeof listSuspicions)['run']>>['body']
type Common = Awaited<ReturnType<(typeof findCommonMembers)['run']>>['body']

function listLines({ rates, empty, unbalanced }: List): string {
  const lines = [
    ...unbalanced.map(
      ({ info_hash, excess, uploaded }) =>
        `unbalanced  ${hashText(info_hash)}  ${excess} of ${uploaded} bytes uploaded that nobody received`,
    ),
    ...rates.map((one) => announcesLine('rate', one)),
    ...empty.map((one) => announcesLine('to nobody', one)),
  ]
  return lines.length === 0 ? 'nothing is suspicious\n' : `${lines.join('\n')}\n`
}

function announcesLine(kind: string, one: List['rates'][number]): string {
  const most = `${one.most_bytes} bytes in ${one.most_bytes_in_seconds} s`
  return `${kind.padEnd(10)}  ${hashText(one.info_hash)}  ${one.member}: ${one.announces} announces, ${one.bytes} bytes, at most ${most}`
}

function hashText(infoHash: string | null): string {
  return infoHash ?? '(the torrent is gone)'
}

function commonLines({ least, members, unknown }: Common): string {
  const lines = [
    ...unknown.map((hash) => `no torrent has the info-hash ${hash}`),
    ...members.map(
      ({ name, torrents, completed }) => `${name}: ${torrents} torrents, ${completed} completed`,
    ),
    ...(members.length === 0 ? [`nobody has ${least} or more of these torrents`] : []),
  ]
  return `${lines.join('\n')}\n`
}
