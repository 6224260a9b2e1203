/** `waggle member`: the accounts of members. */
import { Argument, Command, Option } from 'commander'
import { roles } from '#index/members/role'
import type { ApiClient } from '../api/api-client.ts'
import {
  addMember,
  banMember,
  createMemberLink,
  findMember,
  listMembers,
  type MemberJson,
  restoreMember,
  setMemberRole,
  suspendMember,
  unbanMember,
} from '../api/member-routes.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import { type EndOptions, endOf, withEndOptions } from './end-options.ts'
import {
  type OperationOptions,
  withFirstOperation,
  withOperation,
  withOperationOptions,
} from './with-operation.ts'

type AddOptions = OperationOptions & { readonly role: string }

type BanOptions = OperationOptions &
  EndOptions & { readonly reason: string; readonly public?: boolean }

type LinkedJson = Pick<MemberJson, 'has_password'> & {
  readonly link: string
  readonly link_expires_at: number
}

/** What a command prints: an object for scripts, lines for people. */
type Told = { readonly json: unknown; readonly text: string }

type Change = {
  readonly command: string
  readonly description: string
  /** What the member is afterwards. */
  readonly outcome: string
  readonly route: typeof suspendMember
}

const changes: readonly Change[] = [
  {
    command: 'suspend',
    description: 'keep a member out, and log them out everywhere',
    outcome: 'suspended',
    route: suspendMember,
  },
  {
    command: 'restore',
    description: 'let a suspended member in again',
    outcome: 'restored',
    route: restoreMember,
  },
  {
    command: 'unban',
    description: 'lift the ban of a member',
    outcome: 'unbanned',
    route: unbanMember,
  },
]

export function memberCommand(io: CommandIo): Command {
  const member = new Command('member').description('manage the accounts of members')
  addAdd(member, io)
  addList(member, io)
  addShow(member, io)
  addRole(member, io)
  for (const change of changes) addChange(member, io, change)
  addBan(member, io)
  addLink(member, io)
  return member
}

function addAdd(member: Command, io: CommandIo): void {
  withOperationOptions(member.command('add'))
    .description('make an account, and print the link with which its owner sets a password')
    .argument('<name>', 'what the member is called')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('member'))
    .action(async (name: string, options: AddOptions) => {
      const add = async (client: ApiClient): Promise<Told> => {
        const added = await client.call(addMember, { body: { name, role: options.role } })
        const { id, role, torrent_key, link } = added
        const key = `torrent key  ${torrent_key}\n`
        const json = { id, name: added.name, role, torrent_key, link }
        return { json, text: outcomeLine('added', added) + key + linkLines(added) }
      }
      await tell(io, options, add, withFirstOperation)
    })
}

function addList(member: Command, io: CommandIo): void {
  withOperationOptions(member.command('list'))
    .description('list the members')
    .action(async (options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        for await (const one of membersOf(client))
          io.out(options.json === true ? jsonLine(one) : memberRow(one))
      })
    })
}

function addShow(member: Command, io: CommandIo): void {
  withOperationOptions(member.command('show'))
    .description('show a member, who invited them, and whom they have invited')
    .argument('<name>', 'of the member')
    .action((name: string, options: OperationOptions) =>
      tell(io, options, async (client) => {
        const found = await client.call(findMember, { query: { name } })
        const invited = found.invited.map((one) => `invited    ${one.id}  ${one.name}\n`)
        return {
          json: found,
          text: memberRow(found) + banLine(found) + inviterLine(found) + invited.join(''),
        }
      }),
    )
}

function addBan(member: Command, io: CommandIo): void {
  const ban = withOperationOptions(member.command('ban'))
    .description('keep a member out for a reason, for a time or until the ban is lifted')
    .argument('<name>', 'of the member')
    .requiredOption('--reason <text>', 'why')
    .option('--public', 'tell the member the reason')
  withEndOptions(ban).action((name: string, options: BanOptions) =>
    tell(io, options, async (client) => {
      const { reason, public: is_public = false } = options
      const body = { name, reason, is_public, until: endOf(options) }
      const banned = await client.call(banMember, { body })
      return { json: banned, text: outcomeLine('banned', banned) + banLine(banned) }
    }),
  )
}

function addRole(member: Command, io: CommandIo): void {
  withOperationOptions(member.command('role'))
    .description('give a member another role, and log them out everywhere')
    .argument('<name>', 'of the member')
    .addArgument(new Argument('<role>', 'what they may do').choices(roles))
    .action((name: string, role: string, options: OperationOptions) =>
      tell(io, options, async (client) => {
        const changed = await client.call(setMemberRole, { body: { name, role } })
        return { json: changed, text: outcomeLine('changed', changed) }
      }),
    )
}

function addChange(member: Command, io: CommandIo, change: Change): void {
  const { command, description, outcome, route } = change
  withOperationOptions(member.command(command))
    .description(description)
    .argument('<name>', 'of the member')
    .action((name: string, options: OperationOptions) =>
      tell(io, options, async (client) => {
        const changed = await client.call(route, { body: { name } })
        return { json: changed, text: outcomeLine(outcome, changed) }
      }),
    )
}

function addLink(member: Command, io: CommandIo): void {
  withOperationOptions(member.command('reset-link').alias('link'))
    .description('print a link with which a member sets a new password, once')
    .argument('<name>', 'of the member')
    .action((name: string, options: OperationOptions) =>
      tell(io, options, async (client) => {
        const linked = await client.call(createMemberLink, { body: { name } })
        return { json: linked, text: linkLines(linked) }
      }),
    )
}

async function tell(
  io: CommandIo,
  options: OperationOptions,
  work: (client: ApiClient) => Promise<Told>,
  begin = withOperation,
): Promise<void> {
  await begin(options, io, async (client) => {
    const { json, text } = await work(client)
    io.out(options.json === true ? jsonLine(json) : text)
  })
}

async function* membersOf(client: ApiClient): AsyncGenerator<MemberJson> {
  let after: number | undefined
  do {
    const page = await client.call(listMembers, { query: { after } })
    yield* page.members
    after = page.next ?? undefined
  } while (after !== undefined)
}

function memberRow(member: MemberJson): string {
  const { id, role, state, has_password, last_seen_at, name } = member
  const seen = last_seen_at === null ? 'never' : dayText(last_seen_at)
  const stateNow = state === 'active' && member.ban !== null ? 'banned' : state
  const shownState = stateNow === 'active' && !has_password ? 'invited' : stateNow
  return `${`${id}`.padStart(5)}  ${role.padEnd(13)}  ${shownState.padEnd(9)}  seen ${seen.padEnd(10)}  ${name}\n`
}

function banLine({ ban }: MemberJson): string {
  if (ban === null) return ''
  const until = ban.until === null ? 'until it is lifted' : `until ${timeText(ban.until)}`
  return `banned     ${until}: ${ban.reason}\n`
}

function inviterLine({ invited_by }: MemberJson): string {
  return invited_by === null ? '' : `invited by ${invited_by}\n`
}

function timeText(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, 16)}Z`
}

function outcomeLine(outcome: string, { id, name, role }: MemberJson): string {
  return `${outcome.padEnd(9)} ${id}  ${name} (${role})\n`
}

function linkLines({ link, ...linked }: LinkedJson): string {
  const what = linked.has_password ? 'reset link' : 'set-up link'
  const until = `works once, until ${dayText(linked.link_expires_at)}`
  return `${what.padEnd(13)}${link}\n${' '.repeat(13)}${until}\n`
}

function dayText(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10)
}
