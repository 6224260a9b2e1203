/** Asks a tracker over HTTP or HTTPS whether it answers: one scrape (BEP 48). */
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { ProbeOutcome } from '#telemetry/endpoint-state'
import { down, failedOutcome } from './failed-outcome.ts'
import type { FoundAddress } from './find-addresses.ts'
import type { PublishedEndpoint } from './published-endpoint.ts'

/** What is read of a reply: enough to know it. */
const replyBytesMax = 4096

/** Never throws; `signal` ends it early. */
export async function askHttp(
  endpoint: PublishedEndpoint,
  address: FoundAddress,
  infoHash: Uint8Array,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const { protocol, host, port, authority, scrapePath } = endpoint
  const ask = protocol === 'https' ? httpsRequest : httpRequest
  const request = ask({
    host: address.host,
    family: address.family,
    port,
    path: `${scrapePath}?info_hash=${escaped(infoHash)}`,
    headers: { Host: authority, 'User-Agent': 'Waggle-self-probe', Connection: 'close' },
    // The certificate is that of the name, not of the address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    agent: false,
    signal,
  })
  try {
    request.end()
    const [reply] = (await once(request, 'response', { signal })) as [IncomingMessage]
    if (reply.statusCode !== 200) return down('http_status', String(reply.statusCode))
    return judge(await readBeginning(reply))
  } catch (error) {
    return failedOutcome(error)
  } finally {
    // What an aborted request has to say afterwards is of no interest.
    request.on('error', () => {}).destroy()
  }
}

async function readBeginning(reply: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of reply.setEncoding('latin1')) {
    text += String(chunk)
    if (text.length > replyBytesMax) break
  }
  return text
}

/**
 * A scrape is a dictionary that begins with its files, or with why there are none: a tracker that serves
 * registered torrents only is right to know nothing of the reserved one.
 */
function judge(body: string): ProbeOutcome {
  const isScrape = body.startsWith('d5:filesd') || body.startsWith('d14:failure reason')
  return isScrape ? { state: 'up' } : down('bad_answer')
}

function escaped(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}
