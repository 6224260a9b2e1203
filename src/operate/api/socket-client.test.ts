import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { checkDatabase } from './database-routes.ts'
import { createSocketClient } from './socket-client.ts'

const directory = mkdtempSync(join(tmpdir(), 'waggle-socket-'))
const path = join(directory, 'control.sock')
let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

async function listen(answer: RequestListener): Promise<void> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(path, resolve))
}

test('a server that answers nothing at all is given up, with what to do', async () => {
  await listen(() => {})
  const client = createSocketClient(path, { silenceMs: 10, answerMs: 50 })
  await expect(client.call(checkDatabase)).rejects.toThrow(
    /^the server at .* has not answered for 0 s, .* look at its log, and restart it if it hangs$/,
  )
  await client.close()
})

test('a server that works for long is waited for', async () => {
  let asked = 0
  await listen((request, response) => {
    if (request.url === '/api/v1/database/check') {
      // Answered when it was asked three times meanwhile whether it lives.
      server.on('lives', () => asked >= 3 && response.end('{"problems":[]}'))
      return
    }
    asked++
    response.end()
    server.emit('lives')
  })
  const client = createSocketClient(path, { silenceMs: 5, answerMs: 60_000 })
  expect(await client.call(checkDatabase)).toEqual({ problems: [] })
  await client.close()
})
