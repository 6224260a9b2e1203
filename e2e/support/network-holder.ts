/*
 * The process that holds a network namespace open (see network.ts): gives `lo` its addresses, then
 * answers {@link HolderRequest} messages by asking HTTP inside the namespace, until its parent goes.
 */
import { spawnSync } from 'node:child_process'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { host, hostCount } from './host.ts'

export interface HolderRequest {
  readonly id: number
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type HolderReply = { readonly id: number } & (
  | { readonly error: string }
  | {
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[]>>
      /** In base64. */
      readonly body: string
    }
)

const timeoutMs = 5_000

function configureLoopback(): void {
  const lines = ['link set lo up']
  for (let number = 1; number <= hostCount; number += 1) {
    const { ipv4, ipv6 } = host(number)
    lines.push(`addr add ${ipv4}/32 dev lo`, `addr add ${ipv6}/128 dev lo nodad`)
  }
  const run = spawnSync('ip', ['-batch', '-'], { input: lines.join('\n'), encoding: 'utf8' })
  if (run.status === 0) return
  process.stderr.write(`ip: ${run.error?.message ?? run.stderr}\n`)
  process.exit(1)
}

function answer(message: HolderRequest): void {
  const reply = (outcome: object) => process.send?.({ id: message.id, ...outcome })
  const { url, method = 'GET', headers = {}, body } = message
  const asking = request(url, { method, headers, agent: false, timeout: timeoutMs })
  asking.on('timeout', () => asking.destroy(new Error(`no answer within ${timeoutMs} ms`)))
  asking.on('error', (error) => reply({ error: error.message }))
  asking.on('response', (response) => {
    const { statusCode: status, headers: given } = response
    buffer(response).then(
      (bytes) => reply({ status, headers: given, body: bytes.toString('base64') }),
      (error: unknown) => reply({ error: String(error) }),
    )
  })
  asking.end(body)
}

if (import.meta.main) {
  configureLoopback()
  process.on('message', answer)
  process.on('disconnect', () => process.exit(0))
  process.send?.('ready')
}
