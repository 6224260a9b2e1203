/** All that visitors of the site do: read pages that are there and pages that are not, and send what no page takes. */
import type { Waggle } from '../support/waggle.ts'
import type { Cast } from './cast.ts'
import { ask } from './say.ts'

export async function visitorsCome(waggle: Waggle, cast: Cast): Promise<void> {
  for (const [at, localAddress] of cast.visitors.entries()) {
    const word = cast.visitorWords[at] ?? ''
    const infoHash = cast.refusedHashes[at]?.toString('hex') ?? ''
    const headers = [
      `X-Forwarded-For: ${cast.forwarded4[at]}, ${cast.forwarded6[at]}`,
      `User-Agent: ${word} Firefox/140`,
      `Referer: http://elsewhere.example/${word}`,
      `Cookie: waggle-session=${word}; other=${word}`,
      'Accept: text/html',
    ]
    for (const path of pagesFor(word, infoHash))
      await ask(waggle.siteEndpoint, localAddress, path, { headers })
    await sendForms(waggle, localAddress, word, headers)
  }
}

function pagesFor(word: string, infoHash: string): string[] {
  return [
    '/',
    '/policy',
    '/privacy',
    '/takedown',
    '/contact',
    '/healthz',
    `/${word}`,
    `/torrents?q=${word}`,
    `/torrents/${infoHash}`,
    `/api/v1/torrents/${infoHash}?${word}`,
    `/announce?info_hash=${infoHash}&${word}`,
    `/metrics?${word}`,
    `/%zz${word}`,
  ]
}

async function sendForms(
  { siteEndpoint }: Waggle,
  localAddress: string,
  word: string,
  headers: readonly string[],
): Promise<void> {
  const send = async (path: string, type: string, body: string): Promise<void> => {
    const more = [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`]
    await ask(siteEndpoint, localAddress, path, {
      method: 'POST',
      headers: [...headers, ...more],
      body,
    })
  }
  await send('/contact', 'application/x-www-form-urlencoded', `a=${word}`)
  await send('/contact', 'text/html', word)
  await send(`/${word}`, 'application/x-www-form-urlencoded', `a=${word}`)
  await send('/api/v1/torrents', 'application/json', `{"${word}`)
}
