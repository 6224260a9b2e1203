/** Random operations on members, sessions and links give the same answers on both engines as on plain lists in memory. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkKinds } from '#index/members/link'
import { memberStates, type NewMember } from '#index/members/member'
import { roles } from '#index/members/role'
import { useDatabases } from './databases.ts'
import { hostileText } from './hostile-text.ts'
import { type MemberStores, modelMembers } from './model-members.ts'
import { longHashOf } from './sample-torrents.ts'

const databases = useDatabases()

/** `step` is the number of the operation, from which whatever has to be unlike all before is made. */
type Operation = (stores: MemberStores, step: number) => Promise<unknown>

/** Few, so that operations meet the same members, sessions and links. */
const memberId = fc.integer({ min: 1, max: 4 })
const sessionId = fc.integer({ min: 1, max: 12 })
const time = fc.integer({ min: 0, max: 6 })
const role = fc.constantFrom(...roles)
const nameKey = fc.constantFrom('a', 'b', 'c', 'd', 'e', "o'key\0")
const hash = fc.constantFrom('one', 'one', 'one', 'other', 'new')
/** How many steps ago a session or link may have been made. */
const ago = fc.integer({ min: 0, max: 12 })

const digest = (step: number): Uint8Array => longHashOf(`secret ${step}`)
const torrentKey = (step: number): string => `${step}`.padStart(16, 'k')

const account = fc.record({
  name: hostileText,
  nameKey,
  alikeKeys: fc.oneof(fc.constant(undefined), fc.tuple(nameKey)),
  role,
  createdAt: time,
  passwordHash: fc.option(hash, { nil: undefined }),
})

const newMember = (given: Omit<NewMember, 'torrentKey'>, step: number): NewMember => ({
  ...given,
  torrentKey: torrentKey(step),
})

async function isThere({ members }: MemberStores, id: number): Promise<boolean> {
  return (await members.after(id - 1, 1))[0]?.id === id
}

const adding = account.map<Operation>(
  (given) =>
    ({ members }, step) =>
      members.add(newMember(given, step)),
)

const client = fc.constantFrom(
  { browser: 'Firefox', system: 'Linux' } as const,
  { browser: undefined, system: undefined } as const,
)

const loggingIn = fc
  .record({
    memberId,
    passwordHash: hash,
    client,
    at: time,
    ends: time,
    sessionsMax: fc.integer({ min: 1, max: 3 }),
  })
  .map<Operation>(({ at, ends, sessionsMax, ...facts }) => async (stores, step) => {
    const session = { ...facts, digest: digest(step), createdAt: at, seenAt: at }
    const rules = { ends: { createdBefore: ends, seenBefore: ends }, sessionsMax, day: at }
    return await stores.sessions.add(session, rules)
  })

const linking = fc
  .record({ memberId, kind: fc.constantFrom(...linkKinds), createdAt: time, lasts: time })
  .map<Operation>(({ lasts, ...facts }) => async (stores, step) => {
    const isForMember = facts.kind !== 'administrator'
    if (isForMember && !(await isThere(stores, facts.memberId))) return undefined
    const owner = { memberId: isForMember ? facts.memberId : undefined }
    const link = { ...facts, ...owner, digest: digest(step) }
    await stores.memberLinks.add({ ...link, expiresAt: facts.createdAt + lasts })
    // Those of the last steps, of which some were to give way.
    const steps = Array.from({ length: 8 }, (_, back) => digest(step - back))
    return await Promise.all(steps.map((secret) => stores.memberLinks.find(secret)))
  })

const usingLink = fc
  .record({ ago, now: time, account, passwordHash: hash })
  .map<Operation>(({ ago: steps, now, account: given, passwordHash }) => async (stores, step) => {
    const { memberLinks } = stores
    const link = await memberLinks.find(digest(step - steps))
    if (link?.kind !== 'administrator')
      return [link, await memberLinks.setPassword(digest(step - steps), now, passwordHash)]
    const first = { member: newMember(given, step), roles: ['administrator'] as const }
    return [link, await memberLinks.addFirst(digest(step - steps), now, first)]
  })

const resettingKey = fc
  .tuple(memberId, fc.boolean())
  .map<Operation>(([id, isRight]) => async ({ members }, step) => {
    const key = await members.torrentKey(id)
    const revoked = isRight ? (key ?? '') : 'another'
    const revokedDigest = longHashOf(`key ${key}`)
    const revokedMark = revokedDigest.slice(0, 8)
    const replacement = { revoked, revokedDigest, revokedMark, key: torrentKey(step), at: step }
    const isReplaced = await members.replaceTorrentKey(id, replacement)
    const owner = await members.ownerOfRevokedKey(revokedDigest)
    return [key, isReplaced, owner, await members.keyResets(id)]
  })

const changingSession = fc
  .record({ how: fc.constantFrom('seen', 'end', 'one', 'others'), memberId, sessionId, ago, time })
  .map<Operation>(({ how, ...picked }) => async ({ sessions }, step) => {
    const secret = digest(step - picked.ago)
    const found = await sessions.find(secret)
    if (how === 'end') await sessions.end(secret)
    if (how === 'one') await sessions.endOne(picked.memberId, picked.sessionId)
    if (how === 'others') await sessions.endOthers(picked.memberId, picked.sessionId)
    if (how === 'seen' && found !== undefined)
      await sessions.setSeen(found.session, { hour: picked.time, day: picked.time })
    return [found, await sessions.list(picked.memberId)]
  })

const changingMember = fc
  .record({
    how: fc.constantFrom('role', 'state', 'password', 'rehash'),
    id: memberId,
    role,
    state: fc.constantFrom('active', ...memberStates),
    before: hash,
    after: hash,
  })
  .map<Operation>(({ how, id, before, after, ...picked }) => async ({ members }) => {
    if (how === 'role') return await members.setRole(id, picked.role)
    if (how === 'state') return await members.setState(id, picked.state)
    if (how === 'password') return await members.setPassword(id, before, after)
    return await members.rehash(id, before, after)
  })

const banning = fc
  .record({
    id: memberId,
    reason: hostileText,
    isPublic: fc.boolean(),
    at: time,
    until: fc.option(time, { nil: undefined }),
    isLifted: fc.boolean(),
    now: time,
  })
  .map<Operation>(({ id, isLifted, now, ...facts }) => async ({ members }) => {
    const ban = isLifted ? undefined : facts
    const banned = await members.setBan(id, ban)
    const keys = await members.memberKeysAfter(id - 1, 2)
    const ended = await members.withEndedBan(now, 2)
    // Theirs, or another's.
    const over = ended[0]?.ban
    return [banned, keys, ended, over && (await members.liftBan(id, over))]
  })

const deleting = fc
  .tuple(memberId, role)
  .map<Operation>(([id, one]) => async ({ members }, step) => {
    const remains = { name: `deleted member ${id}`, torrentKey: torrentKey(step) }
    const removed = await members.remove(id, remains, [one, 'administrator'])
    return [removed, await members.findById(id), await members.keyResets(id)]
  })

const looking = fc
  .tuple(nameKey, memberId, role)
  .map<Operation>(([key, id, one]) => async ({ members }) => [
    await members.find(key),
    await members.credentials(key),
    await members.after(id - 1, 2),
    await members.countActive([one, 'administrator']),
  ])

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: adding },
  { weight: 6, arbitrary: loggingIn },
  { weight: 3, arbitrary: linking },
  { weight: 4, arbitrary: usingLink },
  { weight: 4, arbitrary: changingSession },
  { weight: 3, arbitrary: changingMember },
  { weight: 2, arbitrary: resettingKey },
  { weight: 2, arbitrary: banning },
  { weight: 1, arbitrary: deleting },
  { weight: 2, arbitrary: looking },
)

async function compareWithModel(operations: readonly Operation[]): Promise<void> {
  const [sqlite, postgres] = [await databases.open('sqlite'), await databases.open('postgres')]
  const model = modelMembers()
  for (const [step, operate] of operations.entries()) {
    const expected = await operate(model, step)
    expect(await operate(sqlite, step)).toStrictEqual(expected)
    expect(await operate(postgres, step)).toStrictEqual(expected)
  }
  expect([await sqlite.check(), await postgres.check()]).toEqual([[], []])
  await databases.closeAll()
}

/** Looking for the smallest failure ends before the test does. */
const inTime = { interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true }

test('both engines answer as plain lists do', async () => {
  const operations = fc.array(operation, { minLength: 80, maxLength: 160, size: 'max' })
  await fc.assert(fc.asyncProperty(operations, compareWithModel), { numRuns: 8, ...inTime })
}, 120_000)
