/** All that visitors of the site do: read pages that are there and pages that are not, and send what no page takes. */
import type { Waggle } from '../support/waggle.ts'
import type { Cast, Person } from './cast.ts'
import { ask } from './say.ts'

export async function visitorsCome(waggle: Waggle, { people }: Cast): Promise<void> {
  for (const person of people) {
    for (const path of pathsFor(person))
      await ask(waggle.siteEndpoint, person.visitor, path, { headers: headersOf(person) })
    await sendForms(waggle, person)
  }
}

function headersOf({ forwarded4, forwarded6, visitorWord }: Person): string[] {
  return [
    `X-Forwarded-For: ${forwarded4}, ${forwarded6}`,
    `User-Agent: ${visitorWord}/1.0`,
    `Referer: http://elsewhere.example/${visitorWord}`,
    `Cookie: waggle-session=${visitorWord}; other=${visitorWord}`,
    'Accept: text/html',
  ]
}

function pathsFor({ visitorWord: word, refusedHash }: Person): string[] {
  const infoHash = refusedHash.toString('hex')
  return [
    '/',
    '/policy',
    '/privacy',
    '/takedown',
    '/contact',
    '/healthz',
    `/${word}`,
    `/torrents?q=${word}`,
    `/torrent/${infoHash}`,
    `/torrent/${word}/ban`,
    `/api/v1/torrents/${infoHash}?${word}`,
    `/announce?info_hash=${infoHash}&${word}`,
    `/metrics?${word}`,
    `/%zz${word}`,
  ]
}

async function sendForms(waggle: Waggle, person: Person): Promise<void> {
  const { visitorWord: word, visitor } = person
  const forms = [
    ['/contact', 'application/x-www-form-urlencoded', `a=${word}`],
    ['/contact', 'text/html', word],
    ['/login', 'application/x-www-form-urlencoded', `name=${word}&password=${word}`],
    [`/${word}`, 'application/x-www-form-urlencoded', `a=${word}`],
    ['/api/v1/torrents', 'application/json', `{"${word}`],
  ] as const
  for (const [path, type, body] of forms) {
    const length = `Content-Length: ${Buffer.byteLength(body)}`
    const headers = [...headersOf(person), `Content-Type: ${type}`, length]
    await ask(waggle.siteEndpoint, visitor, path, { method: 'POST', headers, body })
  }
}
