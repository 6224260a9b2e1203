/**
 * Fresh info-hashes, so that tests that share a program share no swarm.
 */
import { randomBytes } from 'node:crypto'

export function randomHash(): Buffer {
  return randomBytes(20)
}
