/** Covers as they stand on pages: large, in the grid, and beside a title. */
import { type Cover, coverPath, type Gallery } from '#index/galleries/gallery'
import { attributes, type Html, html } from '../html.ts'

/** CSS pixels. */
export const coverWidth = 250
const gridCover = { width: 168, height: 236 } as const

/** For the gallery's own page, whose heading says what it shows. */
export function coverLarge({ cover }: Gallery): Html | undefined {
  if (cover === undefined) return undefined
  const { width, height } = fitted(cover)
  return html`<img src="${coverPath(cover, 'large')}" width="${width}" height="${height}" alt="">`
}

export function coverInGrid({ cover }: Gallery): Html {
  if (cover === undefined) return html`<span class="blank"></span>`
  const facts = { ...gridCover, loading: 'lazy', alt: '' }
  return html`<img src="${coverPath(cover, 'small')}" ${attributes(facts)}>`
}

/** Where there is none, the titles below each other stay aligned. */
export function coverThumb({ cover }: Gallery): Html {
  if (cover === undefined) return html`<i class="thumb"></i>`
  return html`<img class="thumb" src="${coverPath(cover, 'small')}" width="36" height="50" loading="lazy" alt="">`
}

function fitted({ width, height }: Cover): Pick<Cover, 'width' | 'height'> {
  return { width: coverWidth, height: Math.round((coverWidth * height) / width) }
}
