/** What members report, and what those who look after the site do about it: they decide, take back, ban, and let in again. */

import { atControlSocket, atSite } from '../operate/api-caller.ts'
import { textAt } from '../operate/json.ts'
import type { Visitor } from '../site/support/visitor.ts'
import { type Account, moved, sound } from './gallery-accounts.ts'
import type { GalleryCast } from './gallery-cast.ts'
import type { MadeGallery } from './gallery-work.ts'
import { markSecret } from './operators.ts'
import type { Run } from './run.ts'

/** In words of their own. */
export async function report({ visitor, member }: Account, target: string): Promise<void> {
  const fields = { reason: 'other', text: member.reportText }
  sound(await visitor.get(`/report/${target}`))
  moved(await visitor.post(`/report/${target}`, fields))
  sound(await visitor.get(`/report/${target}`))
}

/** How the address of a report names it. */
export async function torrentToReport({ visitor }: Account, infoHash: Buffer): Promise<string> {
  const { html } = sound(await visitor.get(`/torrent/${infoHash.toString('hex')}`))
  const [, target] = /\/report\/(torrent\/\d+)/.exec(html) ?? []
  if (target === undefined) throw new Error('there is nothing to report it with')
  return target
}

/** Nobody joins them. */
export async function petition({ visitor, member }: Account, infoHash: Buffer): Promise<void> {
  const path = `/torrent/${infoHash.toString('hex')}/petition`
  sound(await visitor.get(path))
  moved(await visitor.post(path, { explanation: member.petitionText }))
  for (const page of ['/petitions', '/petitions/1']) sound(await visitor.get(page))
}

/** A gallery is expunged by a petition, and comes back by an appeal. The words are those of whoever stays. */
export async function decidePetition(
  staff: Visitor,
  { owner, verdict }: GalleryCast,
  { path }: MadeGallery,
): Promise<void> {
  moved(await staff.post(`${path}/petition`, { explanation: owner.petitionText }))
  const number = petitionsBefore + 1
  moved(await staff.post(`/moderation/petitions/${number}`, { act: 'expunge', verdict }))
  moved(await staff.post(`/petitions/${number}/appeal`, { statement: owner.petitionText }))
  for (const page of ['/moderation/petitions', `/petitions/${number}`]) sound(await staff.get(page))
  moved(await staff.post(`/moderation/petitions/${number}`, { act: 'grant', verdict }))
}

/** Of members, about torrents. */
const petitionsBefore = 2

/**
 * The first report is decided and taken back; the gallery is expunged and restored in between. Its torrent is expunged by
 * the petition about it, and removed for a report after that.
 */
export async function moderate(
  staff: Visitor,
  { verdict }: GalleryCast,
  { path, infoHash }: MadeGallery,
): Promise<void> {
  for (const page of ['/moderation', '/moderation/1', '/members', '/audit', path])
    sound(await staff.get(page))
  moved(await staff.post('/moderation/1', { act: 'expunge', own: verdict }))
  moved(await staff.post('/moderation/1/undo', {}))
  moved(await staff.post('/moderation/1', { act: 'expunge', own: verdict }))
  const torrent = `/torrent/${infoHash.toString('hex')}`
  moved(await staff.post('/moderation/petitions/1', { act: 'expunge', verdict }))
  moved(await staff.post('/moderation/3', { act: 'remove', own: verdict }))
  moved(await staff.post(`${torrent}/ban`, { reason: verdict }))
}

/** The tracker refuses who is banned, and the site lets nobody in. */
export async function ban(run: Run, { guest, banReason }: GalleryCast): Promise<void> {
  const { memberName: name } = guest.person
  const body = { name, reason: banReason, is_public: true }
  const { status } = await atControlSocket(run)('/members/ban', { method: 'POST', body })
  if (status !== 200) throw new Error(`the ban is answered with ${status}`)
}

/** They read why. */
export async function givePoints(run: Run, { guest, pointsReason }: GalleryCast): Promise<void> {
  const body = { name: guest.person.memberName, amount: 5, reason: pointsReason }
  const { status } = await atControlSocket(run)('/points/grant', { method: 'POST', body })
  if (status !== 200) throw new Error(`the points are answered with ${status}`)
}

export async function unban(run: Run, { guest }: GalleryCast): Promise<void> {
  const body = { name: guest.person.memberName }
  for (const act of ['unban', 'suspend', 'restore']) {
    const { status } = await atControlSocket(run)(`/members/${act}`, { method: 'POST', body })
    if (status !== 200) throw new Error(`${act} is answered with ${status}`)
  }
}

/** One of the operator's own. */
export async function useToken(run: Run): Promise<void> {
  const body = { label: run.cast.tokenLabel, scopes: ['galleries:read'] }
  const made = await atControlSocket(run)('/tokens', { method: 'POST', body })
  const token = textAt(made.body, 'token')
  markSecret(run, 'token', token)
  await atSite(run, token)('/galleries')
}
