/** Scrapes over HTTP of a tracker of galleries: of which torrents an address tells, and to whom. */
import { describe, expect, test } from 'vitest'
import { drivers } from '../support/drivers.ts'
import { formatEndpoint } from '../support/endpoint.ts'
import {
  failureText,
  key,
  otherKey,
  pathOf,
  refusal,
  scrapeAt,
} from '../support/gallery-addresses.ts'
import { useGalleryTracker } from '../support/gallery-tracker.ts'
import { httpGet } from '../support/http-request.ts'
import { randomHash } from '../support/random-hash.ts'

const unknown = failureText('this tracker serves none of the torrents that were asked for')
const fullScrapeRefused = failureText('full scrape not allowed: name the torrents with info_hash')

/** The one right reply about torrents without peers and with the name "x". */
function entries(...hashes: readonly Buffer[]): Buffer {
  const entry = Buffer.from('d8:completei0e10:downloadedi0e10:incompletei0e4:name1:xe')
  const sorted = hashes.toSorted((one, other) => Buffer.compare(one, other))
  const files = sorted.flatMap((hash) => [Buffer.from('20:'), hash, entry])
  const end = Buffer.from('e5:flagsd20:min_request_intervali900eee')
  return Buffer.concat([Buffer.from('d5:filesd'), ...files, end])
}

describe.for(drivers)('a gallery tracker on the %s driver', (driver) => {
  const settings = { 'tracker.workers': '2', 'tracker.full_scrape': 'true' }
  const tracker = useGalleryTracker({ driver, settings })
  const named = (galleryId: number): Buffer => tracker().put(galleryId, { name: 'x' })

  const scrape = async (path: string, ...hashes: readonly Buffer[]): Promise<Buffer> => {
    const response = await httpGet(tracker().http4, scrapeAt(path, ...hashes))
    expect(response.status).toBe(200)
    return response.body
  }
  const refused = async (path: string, ...hashes: readonly Buffer[]): Promise<string> =>
    (await scrape(path, ...hashes)).toString()

  test('tells at the address of a gallery of its torrents alone', async () => {
    const [one, two, other] = [named(12), named(12), named(13)]
    const member = tracker().addMember(key)
    for (const path of [pathOf(12), pathOf(12, member)]) {
      expect(await scrape(path, one, other, two, randomHash())).toEqual(entries(one, two))
      expect(await refused(path, other)).toBe(unknown)
    }
  })

  test('tells without a gallery of all torrents that may be announced', async () => {
    const [one, other] = [named(12), named(13)]
    const gone = tracker().put(12, { name: 'x', tombstone: { kind: 'expunged', reason: 'why' } })
    expect(await scrape('', one, gone, other)).toEqual(entries(one, other))
    expect(await refused(pathOf(12), gone)).toBe(unknown)
  })

  test('looks at the key where there is one', async () => {
    const infoHash = named(12)
    const member = tracker().addMember(key)
    expect(await refused(pathOf(12, 3_999_999), infoHash)).toBe(failureText(refusal.keyUnknown))
    expect(await refused(pathOf(12, member, otherKey), infoHash)).toBe(
      failureText(refusal.keyReset),
    )
    tracker().setStanding(member, { state: 'banned', reason: 'why' })
    expect(await refused(pathOf(12, member), infoHash)).toBe(
      failureText('your account is banned: why', ''),
    )
  })

  test('tells of everything at the plain address alone', async () => {
    const infoHash = named(12)
    const whole = await fetch(`http://${formatEndpoint(tracker().http4)}/scrape`)
    expect(Buffer.from(await whole.arrayBuffer()).includes(infoHash)).toBe(true)
    const member = tracker().addMember(key)
    for (const path of [pathOf(12), pathOf(12, member)]) {
      const reply = await httpGet(tracker().http4, `${path}/scrape`)
      expect(reply.body.toString()).toBe(fullScrapeRefused)
    }
  })

  test.for(['/0', '/abc', '/12/34', `/12/34x${key}-`])(
    'there is nothing at %s/scrape',
    async (path) => {
      const response = await httpGet(tracker().http4, scrapeAt(path, named(12)))
      expect(response.status).toBe(404)
    },
  )
})
