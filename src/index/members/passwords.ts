/**
 * Hashes and checks passwords with Argon2id. Each computation takes its memory and a thread of Node's pool for tens of
 * milliseconds, so a few run at once, a few wait, and more are refused.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { BoundedQueue } from '#base/bounded-queue'
import { passwordComputationsMax, passwordsWaitingMax } from '#base/limits'
import { MemberError } from './member-error.ts'
import {
  formatPasswordHash,
  type PasswordCost,
  type PasswordHash,
  parsePasswordHash,
} from './password-hash.ts'
import { normalizedPassword } from './password-rules.ts'

/** The second of the equal choices of the OWASP Password Storage Cheat Sheet: 19 MiB. */
const currentCost: PasswordCost = { memoryKib: 19 * 1024, passes: 2, lanes: 1 }

const nonceBytes = 16
const tagBytes = 32

/** How soon whoever was refused may try again. */
const busySeconds = 5

/** All reject with MemberError `logins_busy`. */
export type Passwords = {
  /** A PHC string. */
  readonly hash: (password: string) => Promise<string>
  /** Where nothing is stored it is false, after as long as if something were. */
  readonly verify: (password: string, stored: string | undefined) => Promise<boolean>
  /** Whether it was made with less than new ones are. */
  readonly isOutdated: (stored: string) => boolean
}

export type PasswordsOptions = {
  readonly cost?: PasswordCost
  readonly runningMax?: number
  readonly waitingMax?: number
}

export function createPasswords(options: PasswordsOptions = {}): Passwords {
  const {
    cost = currentCost,
    runningMax = passwordComputationsMax,
    waitingMax = passwordsWaitingMax,
  } = options
  const queue = new BoundedQueue({ runningMax, waitingMax })
  const compute = async (password: string, made: PasswordHash): Promise<Uint8Array> => {
    const computing = queue.run(() => computeTag(normalizedPassword(password), made))
    if (computing === undefined) throw tooBusy()
    return await computing
  }
  /** What a password is compared with where there is none: no password has this tag. */
  const nothing = (): PasswordHash => ({
    cost,
    nonce: new Uint8Array(nonceBytes),
    tag: randomBytes(tagBytes),
  })
  return {
    hash: async (password) => {
      const made = { cost, nonce: randomBytes(nonceBytes), tag: new Uint8Array(tagBytes) }
      return formatPasswordHash({ ...made, tag: await compute(password, made) })
    },
    verify: async (password, stored) => {
      const known = stored === undefined ? nothing() : parsePasswordHash(stored)
      return timingSafeEqual(await compute(password, known), known.tag)
    },
    isOutdated: (stored) => {
      const { memoryKib, passes, lanes } = parsePasswordHash(stored).cost
      return memoryKib < cost.memoryKib || passes < cost.passes || lanes < cost.lanes
    },
  }
}

async function computeTag(password: string, { cost, nonce, tag }: PasswordHash): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const parameters = {
      message: password,
      nonce,
      memory: cost.memoryKib,
      passes: cost.passes,
      parallelism: cost.lanes,
      tagLength: tag.length,
    }
    argon2('argon2id', parameters, (error, made) =>
      error === null ? resolve(made) : reject(error),
    )
  })
}

/** To be said wherever too much is under way. */
export function tooBusy(): MemberError {
  return new MemberError(
    'logins_busy',
    `too many logins at once; try again in ${busySeconds} seconds`,
    { retryAfterSeconds: busySeconds },
  )
}
