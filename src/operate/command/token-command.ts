/** `waggle token`: the tokens with which programs use the API at site.listen. */
import { Command, InvalidArgumentError } from 'commander'
import { tokenScopes } from '#index/tokens/token'
import { createToken, listTokens, revokeToken } from '../api/token-routes.ts'
import type { CommandIo } from '../config-command.ts'
import { jsonLine } from './each-target.ts'
import {
  type OperationOptions,
  withFirstOperation,
  withOperation,
  withOperationOptions,
} from './with-operation.ts'

type CreateOptions = OperationOptions & {
  readonly label: string
  readonly scope: readonly string[]
}

export function tokenCommand(io: CommandIo): Command {
  const token = new Command('token').description('manage the tokens of the API')
  addCreate(token, io)
  addList(token, io)
  addRevoke(token, io)
  return token
}

function addCreate(token: Command, io: CommandIo): void {
  withOperationOptions(token.command('create'))
    .description('make a token and print it, this once')
    .requiredOption('--label <text>', 'what it is for')
    .requiredOption(
      '--scope <scope>',
      `what it may do: ${tokenScopes.join(', ')}; may be repeated`,
      collectScope,
    )
    .action(async (options: CreateOptions) => {
      await withFirstOperation(options, io, async (client) => {
        const body = { label: options.label, scopes: options.scope }
        const created = await client.call(createToken, { body })
        if (options.json === true) return io.out(jsonLine(created))
        io.out(`${created.token}\n`)
        io.err(
          'Keep it safe: it is not shown again. Programs send "Authorization: Bearer TOKEN".\n',
        )
      })
    })
}

function addList(token: Command, io: CommandIo): void {
  withOperationOptions(token.command('list'))
    .description('list the tokens, revoked ones too')
    .action(async (options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        const { tokens } = await client.call(listTokens)
        for (const one of tokens) {
          const state = one.revoked_at === null ? `used ${dayText(one.used_at)}` : 'revoked'
          const text = `${`${one.id}`.padStart(4)}  ${state.padEnd(15)}  ${one.label} (${one.scopes.join(' ')})\n`
          io.out(options.json === true ? jsonLine(one) : text)
        }
      })
    })
}

function addRevoke(token: Command, io: CommandIo): void {
  withOperationOptions(token.command('revoke'))
    .description('refuse a token from now on')
    .argument('<id>', 'its number in the list', tokenId)
    .action(async (id: number, options: OperationOptions) => {
      await withOperation(options, io, async (client) => {
        const revoked = await client.call(revokeToken, { params: { id } })
        io.out(options.json === true ? jsonLine(revoked) : `revoked ${id}  ${revoked.label}\n`)
      })
    })
}

function collectScope(scope: string, before: readonly string[] = []): readonly string[] {
  const known: readonly string[] = tokenScopes
  if (known.includes(scope)) return [...before, scope]
  throw new InvalidArgumentError(`must be one of ${tokenScopes.join(', ')}`)
}

function tokenId(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be the number of a token; "waggle token list" shows it')
}

function dayText(unixSeconds: number | null): string {
  return unixSeconds === null ? 'never' : new Date(unixSeconds * 1000).toISOString().slice(0, 10)
}
