/** Becoming a member, over real databases: who may, what is checked, and what the tracker is told. */
import { describe, expect, test } from 'vitest'
import { accountsPerNetworkMax } from '#base/limits'
import { noMailer } from '#index/mail/mailer'
import type { RegistrationRules } from '#index/members/registration-rules'
import { type Accounts, accountsOf, addMember, firefox, logIn, refusalOf } from './accounts.ts'
import { engines, useDatabases } from './databases.ts'

const databases = useDatabases()
const { clock } = databases

const day = 24 * 3600
const openRules: RegistrationRules = {
  registration: 'open',
  newRole: 'uploader',
  invitationsMax: 2,
  isLimited: true,
}

type Site = Accounts & { rules: RegistrationRules }

function given(name: string, facts: Partial<Parameters<Accounts['members']['register']>[0]> = {}) {
  const password = 'quite a long one'
  const rest = { email: '', invitation: undefined, network: '192.0.2.1', client: firefox }
  return { name, password, ...rest, ...facts }
}

describe.for(engines)('on %s', (engine) => {
  const open = async (changes: Partial<RegistrationRules> = {}): Promise<Site> => {
    const site = { rules: { ...openRules, ...changes } }
    const database = await databases.open(engine)
    return Object.assign(site, accountsOf(database, clock, { rules: () => site.rules }))
  }

  test('somebody makes an account, is logged in, and may announce at once', async () => {
    const site = await open()
    const login = await site.members.register(given('Alice'))
    expect(login.member).toMatchObject({ name: 'Alice', role: 'uploader', state: 'active' })
    expect(await site.members.authenticate(login.secret)).toMatchObject({ member: { id: 1 } })
    expect((await logIn(site, 'alice', 'quite a long one')).member.id).toBe(1)
    const key = await site.members.torrentKeyOf(login.member)
    expect(site.told).toEqual([{ memberId: 1, key, state: 'active' }])
    expect(await site.database.audit.latest(5)).toEqual([
      expect.objectContaining({ actor: 'member 1', action: 'member.register', detail: '' }),
    ])
  })

  test('of many who register a name at once, one gets it, and the others are told', async () => {
    const site = await open({ isLimited: false })
    const wanting = Array.from({ length: 8 }, (_, index) =>
      site.members.register(given(index % 2 === 0 ? 'Zoe' : 'zoé')),
    )
    const outcomes = await Promise.allSettled(wanting)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'name_taken' })
    expect(await site.members.after(0, 10)).toHaveLength(1)
  })

  test('what is wrong with a registration is told, and makes no account', async () => {
    const site = await open()
    for (const [facts, code] of [
      [{ name: 'x' }, 'invalid_name'],
      [{ name: 'root' }, 'reserved_name'],
      [{ password: 'short' }, 'password_too_short'],
      [{ name: 'long-enough', password: 'Long-Enough' }, 'password_is_name'],
      [{ email: 'a@b\r\nBcc: c@d' }, 'invalid_email'],
      [{ invitation: 'x'.repeat(43) }, 'unknown_invitation'],
    ] as const)
      expect(await refusalOf(site.members.register(given('alice', facts)))).toMatchObject({ code })
    expect(await site.members.after(0, 10)).toEqual([])
    expect(site.told).toEqual([])
  })

  test('nobody registers where it is closed, and only the invited where it takes an invitation', async () => {
    const site = await open({ registration: 'closed' })
    await addMember(site, 'alice')
    const alice = await site.members.findByName('alice')
    expect(await refusalOf(site.members.register(given('bob')))).toMatchObject({
      code: 'registration_closed',
    })
    expect(await refusalOf(site.members.invite(alice))).toMatchObject({
      code: 'too_many_invitations',
    })
    site.rules = { ...openRules, registration: 'invite' }
    expect(await refusalOf(site.members.register(given('bob')))).toMatchObject({
      code: 'invitation_needed',
    })
    const { secret: invitation } = await site.members.invite(alice)
    site.rules = { ...openRules, registration: 'closed' }
    expect(await refusalOf(site.members.findInvitation(invitation))).toMatchObject({
      code: 'unknown_invitation',
    })
    expect(await refusalOf(site.members.register(given('bob', { invitation })))).toMatchObject({
      code: 'registration_closed',
    })
    site.rules = { ...openRules, registration: 'invite' }
    const { member } = await site.members.register(given('bob', { invitation }))
    expect(member.invitedById).toBe(alice.id)
    expect((await site.members.invitedBy(alice.id)).map(({ name }) => name)).toEqual(['bob'])
  })

  test('an invitation brings one member, though many use it at once', async () => {
    const site = await open({ registration: 'invite' })
    await addMember(site, 'alice')
    const { secret: invitation } = await site.members.invite(await site.members.findByName('alice'))
    const uses = Array.from({ length: 6 }, (_, index) =>
      site.members.register(given(`friend-${index}`, { invitation, network: `192.0.2.${index}` })),
    )
    const outcomes = await Promise.allSettled(uses)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(site.members.findInvitation(invitation))).toMatchObject({
      code: 'unknown_invitation',
    })
  })

  test('an invitation is open for a week, and so many of one member are', async () => {
    const site = await open()
    await addMember(site, 'alice')
    const alice = await site.members.findByName('alice')
    const { secret } = await site.members.invite(alice)
    await site.members.invite(alice)
    expect(await refusalOf(site.members.invite(alice))).toMatchObject({
      code: 'too_many_invitations',
    })
    clock.now += 7 * day - 1
    expect(await site.members.findInvitation(secret)).toMatchObject({ inviter: { name: 'alice' } })
    clock.now += 1
    expect(await refusalOf(site.members.findInvitation(secret))).toMatchObject({
      code: 'unknown_invitation',
    })
    expect(await site.members.invitationsOf(alice.id)).toEqual([])
    await site.members.invite(alice)
  })

  test('one network makes so many accounts in a day, and failures do not count', async () => {
    const site = await open()
    const register = (name: string, network = '192.0.2.1') =>
      site.members.register(given(name, { network }))
    for (let made = 0; made < accountsPerNetworkMax; made++) {
      await refusalOf(site.members.register(given('root')))
      await register(`member-${made}`)
    }
    expect(await refusalOf(register('one-more'))).toMatchObject({
      code: 'too_many_accounts',
      retryAfterSeconds: day,
    })
    await register('elsewhere', '192.0.2.2')
    site.rules = { ...openRules, isLimited: false }
    await register('not-limited')
    site.rules = openRules
    clock.now += day
    await register('one-more')
  })

  test('without mail there are no addresses, and an account is made all the same', async () => {
    const site = await open()
    const login = await site.members.register(given('alice', { email: 'alice@example.org' }))
    expect(site.members.hasMail()).toBe(false)
    expect(await site.members.emailOf(login.member.id)).toEqual({
      confirmed: undefined,
      waiting: undefined,
    })
    expect(noMailer.send({ to: '', subject: '', text: '' })).toBe(false)
  })
})
