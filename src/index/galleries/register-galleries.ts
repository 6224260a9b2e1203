/**
 * Makes many galleries at once, as a catalogue is moved in. Those that are faulty are refused one by one and hinder no
 * other; those that are there already, by what another system calls them, stay as they are.
 */
import { assert } from '#base/assert'
import type { EntriesOf } from '#index/audit/audit-repository'
import { memberNameKey } from '#index/members/member-name'
import type { Gallery } from './gallery.ts'
import { conflictError } from './gallery-conflict.ts'
import { GalleryError } from './gallery-error.ts'
import type { GalleryOptions } from './gallery-options.ts'
import type { GalleryRegistration } from './gallery-registration.ts'
import type { AddedGallery, GalleryAddition, NewGallery } from './gallery-repository.ts'
import { checkedAddress, checkedExternalId, checkedFields, checkedReason } from './gallery-rules.ts'

/** What became of one registration. */
export type GalleryOutcome =
  | AddedGallery
  | { readonly outcome: 'refused'; readonly error: GalleryError }

/** Outcomes are in the order given. `actor` is who does it, for the audit log. */
export async function registerGalleries(
  registrations: readonly GalleryRegistration[],
  options: GalleryOptions,
  actor: string,
): Promise<readonly GalleryOutcome[]> {
  const { repository, clock } = options
  const owners = new OwnersByName(options)
  const checked: (NewGallery | GalleryError)[] = []
  for (const registration of registrations)
    checked.push(await checkOne(registration, owners, options))
  const sound = checked.filter((one): one is NewGallery => !(one instanceof GalleryError))
  const log: EntriesOf<readonly GalleryAddition[]> = (additions) => {
    const fresh = additions.flatMap((one) => (one.outcome === 'added' ? [one.gallery] : []))
    if (fresh.length === 0) return []
    return [{ at: clock.nowSeconds(), actor, action: 'gallery.add', ...toldOf(fresh) }]
  }
  const added = sound.length === 0 ? [] : await repository.add(sound, log)
  return inOrder(checked, added)
}

function toldOf(fresh: readonly Gallery[]): { readonly target: string; readonly detail: string } {
  const [first] = fresh
  if (first === undefined || fresh.length > 1)
    return { target: '', detail: `${fresh.length} added` }
  return { target: galleryLabel(first), detail: first.title }
}

/** How the audit log names a gallery. */
export function galleryLabel({ id }: Pick<Gallery, 'id'>): string {
  return `gallery ${id}`
}

async function checkOne(
  registration: GalleryRegistration,
  owners: OwnersByName,
  options: GalleryOptions,
): Promise<NewGallery | GalleryError> {
  try {
    return await newGallery(registration, owners, options)
  } catch (error) {
    if (error instanceof GalleryError) return error
    throw error
  }
}

async function newGallery(
  registration: GalleryRegistration,
  owners: OwnersByName,
  { categories, clock }: GalleryOptions,
): Promise<NewGallery> {
  const { owner, externalId, newerThan, state = 'live', stateReason = '' } = registration
  const now = clock.nowSeconds()
  const fields = checkedFields(
    {
      title: registration.title,
      originalTitle: registration.originalTitle ?? '',
      category: registration.category ?? categories().at(-1) ?? '',
      tags: registration.tags ?? [],
      description: registration.description ?? '',
      pages: registration.pages,
    },
    categories(),
  )
  return {
    ...fields,
    ...checkedAddress(registration.wantedId, registration.wantedKey),
    ownerId: 'id' in owner ? owner.id : await owners.find(owner.name),
    postedAt: checkedTime(registration.postedAt, now),
    externalId: externalId === undefined ? undefined : checkedExternalId(externalId),
    newerThan: newerThan === undefined ? undefined : checkedExternalId(newerThan),
    initialState:
      state === 'live' ? undefined : { state, reason: checkedReason(stateReason, state), at: now },
  }
}

/** The clocks of other systems may be ahead. */
function checkedTime(postedAt: number | undefined, now: number): number {
  if (postedAt === undefined) return now
  if (Number.isSafeInteger(postedAt) && postedAt >= 0) return Math.min(postedAt, now)
  throw new GalleryError(
    'invalid_gallery',
    `the time of posting is ${postedAt}; give unix seconds, or leave it out`,
  )
}

/** Members by their names, each of them looked for once. */
class OwnersByName {
  readonly #members: GalleryOptions['members']
  readonly #ids = new Map<string, number | undefined>()

  constructor({ members }: Pick<GalleryOptions, 'members'>) {
    this.#members = members
  }

  /** Rejects with GalleryError `unknown_owner`. */
  async find(name: string): Promise<number> {
    const nameKey = memberNameKey(name)
    if (!this.#ids.has(nameKey)) this.#ids.set(nameKey, await this.#idOf(nameKey))
    const id = this.#ids.get(nameKey)
    if (id !== undefined) return id
    const shown = JSON.stringify(name.slice(0, 40).toWellFormed())
    throw new GalleryError(
      'unknown_owner',
      `there is no member ${shown} to own it; add the account, or name another owner`,
    )
  }

  async #idOf(nameKey: string): Promise<number | undefined> {
    const member = nameKey === '' ? undefined : await this.#members.find(nameKey)
    return member?.state === 'deleted' ? undefined : member?.id
  }
}

/** The outcomes of the sound ones, put back to where the faulty ones stood between them. */
function inOrder(
  checked: readonly (NewGallery | GalleryError)[],
  added: readonly GalleryAddition[],
): GalleryOutcome[] {
  const rest = added.values()
  return checked.map((one): GalleryOutcome => {
    if (one instanceof GalleryError) return { outcome: 'refused', error: one }
    const { value } = rest.next()
    assert(value !== undefined, 'a gallery was added without an outcome')
    if (value.outcome !== 'conflict') return value
    return { outcome: 'refused', error: conflictError(value, one) }
  })
}
