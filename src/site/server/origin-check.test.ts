import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { isFromThisSite } from './origin-check.ts'

function post(headers: FastifyRequest['headers']): FastifyRequest {
  return { method: 'POST', headers } as FastifyRequest
}

test('a host is compared without regard to case', () => {
  expect(
    isFromThisSite(post({ host: 'Tracker.Example', origin: 'http://tracker.example' }), ''),
  ).toBe(true)
})

test('a page without an origin is nobody, though the request names no host either', () => {
  expect(isFromThisSite(post({ origin: 'null' }), '')).toBe(false)
})

test.for(['GET', 'HEAD', 'OPTIONS'])('%s may come from anywhere', (method) => {
  const headers = { host: 'a.example', origin: 'https://b.example' }
  expect(isFromThisSite({ method, headers } as FastifyRequest, '')).toBe(true)
})

test.for(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])('%s may not', (method) => {
  const headers = { host: 'a.example', origin: 'https://b.example' }
  expect(isFromThisSite({ method, headers } as FastifyRequest, '')).toBe(false)
})
