import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { handOver } from './api/handover-route.ts'
import { apiPrefix } from './api/routes.ts'
import { openControlSocket } from './control-socket.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-control-'))
afterAll(() => rmSync(directory, { recursive: true }))

const path = join(directory, 'control.sock')
const importUrl = '/import'
const handOverUrl = `${apiPrefix}${handOver.path}`

/** Answers what the test lets it, when it lets it. */
async function openHeld() {
  const held = { import: Promise.withResolvers<void>(), handOver: Promise.withResolvers<void>() }
  const arrived = { import: Promise.withResolvers<void>(), handOver: Promise.withResolvers<void>() }
  const control = await openControlSocket({
    path,
    register: async (server) => {
      const hold = (url: string, name: 'import' | 'handOver'): void =>
        void server.post(url, async () => {
          arrived[name].resolve()
          await held[name].promise
          return { done: true }
        })
      hold(importUrl, 'import')
      hold(handOverUrl, 'handOver')
      await Promise.resolve()
    },
  })
  return { control, held, arrived }
}

async function post(url: string): Promise<number | undefined> {
  const asking = request({ socketPath: path, path: url, method: 'POST' }).end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer.statusCode
}

test('a pause waits for what is under way, but not for the hand-over that asked for it', async () => {
  const { control, held, arrived } = await openHeld()
  const events: string[] = []
  const importing = post(importUrl)
  const handingOver = post(handOverUrl)
  await Promise.all([arrived.import.promise, arrived.handOver.promise])
  void importing.then(() => events.push('imported'))
  const paused = control.pause().then(() => events.push('paused'))
  await expect(post(importUrl)).rejects.toThrow()
  expect(events).toEqual([])
  held.import.resolve()
  expect(await importing).toBe(200)
  await paused
  await control.resume()
  held.handOver.resolve()
  expect(await handingOver).toBe(200)
  expect(await post(importUrl)).toBe(200)
  await control.close()
})
