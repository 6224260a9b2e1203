/** On the page of a torrent or a gallery: the petitions about it, and the way to another one. For members. */
import { isInForce, isVotedOn, type Petition } from '#index/petitions/petition'
import { isInPlace, type Subject } from '#index/petitions/petition-targets'
import { buttonLink } from '../components/button-link.ts'
import { type GalleryVisitor, isUploader } from '../gallery/gallery-visitor.ts'
import { type Content, html } from '../html.ts'
import type { Texts } from '../texts/texts.ts'
import { petitionHref, startHref } from './paths.ts'
import { petitionLinks } from './start-page.ts'

export type PetitionBox = {
  readonly subject: Subject
  readonly petitions: readonly Petition[]
  readonly visitor: GalleryVisitor
  readonly nowSeconds: number
}

export function petitionBox(texts: Texts, box: PetitionBox): Content {
  const words = texts.petitions
  const { subject, petitions, visitor, nowSeconds } = box
  if (visitor.member === undefined) return undefined
  const open = petitions.filter(isVotedOn)
  const inForce = petitions.find(isInForce)
  return [
    inForce !== undefined &&
      !isInPlace(subject) &&
      html`<p><a href="${petitionHref(inForce)}">${words.box.inForce}</a></p>`,
    isInPlace(subject) &&
      open.length > 0 &&
      html`<h2>${words.box.title}</h2><p>${words.box.open}</p>${petitionLinks(texts, open, nowSeconds)}`,
    isInPlace(subject) && startLink(texts, box, open),
  ]
}

/** A torrent has one petition, on which everybody votes; its uploader has a link of their own, because theirs decides. */
function startLink(
  { petitions: words }: Texts,
  { subject, visitor }: PetitionBox,
  open: readonly Petition[],
): Content {
  if (subject.kind === 'gallery')
    return html`<p class="actions">${buttonLink(startHref(subject), words.petitionToExpunge)}</p>`
  if (isUploader(visitor, subject.torrent)) return undefined
  const [petition] = open
  const href = petition === undefined ? startHref(subject) : petitionHref(petition)
  return html`<p class="actions">${buttonLink(href, words.voteToExpunge)}</p>`
}
