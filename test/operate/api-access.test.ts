/** Who may use the API, how much of it, and what those are told who may not. */
import { beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../storage/databases.ts'
import { usePostgres } from '../support/postgres.ts'
import { randomHash } from '../support/random-hash.ts'
import { type ApiAnswer, atControlSocket, atSite, newToken } from './api-caller.ts'
import { numberAt, someText } from './json.ts'
import { useTracker } from './registered-tracker.ts'

const postgres = usePostgres()

function refusal(status: number, code: string): object {
  return { status, body: { error: { code, message: someText } } }
}

describe.for(engines)('access to the API on %s', (engine) => {
  const tracker = useTracker({ engine, postgres })

  test('needs a token, which is said with how to have one', async () => {
    const answer = await atSite(tracker())('/torrents')
    expect(answer).toMatchObject(refusal(401, 'token_missing'))
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer',
      'cache-control': 'no-store',
    })
    for (const authorization of ['Bearer', 'Basic YTpi', 'waggle_x'])
      expect(await atSite(tracker())('/torrents', { headers: { authorization } })).toMatchObject(
        refusal(401, 'token_missing'),
      )
  })

  test('needs one that is known', async () => {
    const token = await newToken(tracker(), 'torrents:read')
    const last = token.at(-1) === 'A' ? 'E' : 'A'
    for (const other of ['waggle_x', `${token.slice(0, -1)}${last}`, `${token}A`])
      expect(await atSite(tracker(), other)('/torrents')).toMatchObject(
        refusal(401, 'token_refused'),
      )
    expect((await atSite(tracker(), token)('/torrents')).status).toBe(200)
  })

  test('needs one with the scope, which the refusal names', async () => {
    const hash = randomHash().toString('hex')
    const reading = atSite(tracker(), await newToken(tracker(), 'torrents:read'))
    const answer = await reading('/torrents', {
      method: 'POST',
      body: { info_hash: hash, name: 'x' },
    })
    expect(answer).toMatchObject(refusal(403, 'scope_missing'))
    expect(JSON.stringify(answer.body)).toContain('torrents:write')
    expect(await reading('/statistics')).toMatchObject(refusal(403, 'scope_missing'))
    expect((await reading(`/torrents/${hash}`)).status).toBe(404)
    const writing = atSite(tracker(), await newToken(tracker(), 'torrents:write'))
    expect(await writing('/torrents')).toMatchObject(refusal(403, 'scope_missing'))
  })

  test('ends with the next request after a token was revoked', async () => {
    const token = await newToken(tracker(), 'torrents:read')
    const caller = atSite(tracker(), token)
    expect((await caller('/torrents')).status).toBe(200)
    const tokens = await tracker().operator.json('token', 'list')
    const id = numberAt(tokens.at(-1), 'id')
    await tracker().operator.good('token', 'revoke', `${id}`)
    expect(await caller('/torrents')).toMatchObject(refusal(401, 'token_refused'))
  })

  test('is not given to what is for the operator, whatever the token allows', async () => {
    const all = await newToken(tracker(), 'torrents:read', 'torrents:write', 'statistics:read')
    const asks = [
      ['/tokens', {}],
      ['/tokens', { method: 'POST', body: { label: 'x', scopes: ['torrents:read'] } }],
      ['/housekeeping', { method: 'POST', body: {} }],
      ['/database/backup', { method: 'POST', body: { file: '/tmp/x' } }],
      ['/database/check', {}],
    ] as const
    for (const [path, ask] of asks)
      expect(await atSite(tracker(), all)(path, ask), path).toMatchObject(
        refusal(404, 'unknown_route'),
      )
  })
})

describe('a request', () => {
  const tracker = useTracker({ engine: 'sqlite', postgres })
  const control = () => atControlSocket(tracker())
  const post = (body: string | Buffer, type = 'application/json'): Promise<ApiAnswer> =>
    control()('/torrents', { method: 'POST', body, headers: { 'content-type': type } })

  test('that is not JSON is refused, whatever is wrong with it', async () => {
    for (const body of ['{', '[1,', 'hello', '{"a":1}x'])
      expect(await post(body), body).toMatchObject(refusal(400, 'invalid_json'))
    for (const body of [
      '',
      'null',
      '[]',
      '"text"',
      '{}',
      '{"info_hash":1,"name":[]}',
      '{"typo":1}',
    ])
      expect(await post(body), body).toMatchObject(refusal(422, 'invalid_request'))
  })

  test('with a body of another type is refused with those that are taken', async () => {
    expect(await post('<a/>', 'text/xml')).toMatchObject(refusal(415, 'unknown_type'))
    const form = await post('a=1', 'application/x-www-form-urlencoded')
    expect(JSON.stringify(form.body)).toContain(
      'send application/json, or application/x-bittorrent',
    )
  })

  test('with too large a body is refused', async () => {
    const answer = await post(Buffer.alloc(11 * 1024 * 1024, 0x20))
    expect(answer).toMatchObject(refusal(413, 'too_large'))
  })

  test('without a body may name a type for it', async () => {
    const hash = randomHash().toString('hex')
    await post(JSON.stringify({ info_hash: hash, name: 'x' }))
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const restore = { method: 'POST', headers, body: '' }
    expect((await control()(`/torrents/${hash}/restore`, restore)).status).toBe(200)
  })

  test('to no route is answered with where all are listed', async () => {
    for (const path of ['/nothing', '/torrent', '/'])
      expect(await control()(path)).toMatchObject(refusal(404, 'unknown_route'))
    const wrong = await control()('/torrents', { method: 'PATCH' })
    expect(wrong.status).toBe(405)
    expect(wrong.headers).toMatchObject({ allow: expect.stringContaining('GET') as string })
  })
})

describe('the limits of the API', () => {
  const tracker = useTracker({
    engine: 'sqlite',
    postgres,
    settings: { 'limits.per_prefix': 'true' },
  })
  let token = ''
  beforeAll(async () => {
    token = await newToken(tracker(), 'torrents:read')
  })

  test('tell a token that asks too often when to come back, and leave others alone', async () => {
    const caller = atSite(tracker(), token)
    const { asked, answer } = await until(() => caller('/torrents?limit=1'), 200, 1200)
    expect(asked).toBe(1201)
    expect(answer).toMatchObject(refusal(429, 'too_many_requests'))
    const wait = Number(answer.headers['retry-after'])
    expect(wait).toBeGreaterThanOrEqual(1)
    expect(wait).toBeLessThanOrEqual(60)
    const other = await newToken(tracker(), 'torrents:read')
    expect((await atSite(tracker(), other)('/torrents?limit=1')).status).toBe(200)
  })

  test('hold whoever tries tokens to fewer, and not whoever has one', async () => {
    const guess = () => atSite(tracker(), `waggle_${'x'.repeat(43)}`)('/torrents')
    const { asked, answer } = await until(guess, 401, 60)
    expect(asked).toBe(61)
    expect(answer).toMatchObject(refusal(429, 'too_many_requests'))
    const good = await newToken(tracker(), 'statistics:read')
    expect((await atSite(tracker(), good)('/statistics')).status).toBe(200)
  })

  test('are not for the operator', async () => {
    const control = atControlSocket(tracker())
    for (let asked = 0; asked < 1300; asked++)
      expect((await control('/torrents?limit=1')).status).toBe(200)
  })
})

/** Asks again and again until something else is answered, and gives that. */
async function until(
  ask: () => Promise<ApiAnswer>,
  usual: number,
  most: number,
): Promise<{ readonly asked: number; readonly answer: ApiAnswer }> {
  for (let asked = 1; ; asked++) {
    const answer = await ask()
    if (answer.status !== usual) return { asked, answer }
    if (asked > most) throw new Error(`still ${usual} after ${most} requests`)
  }
}
