/** Looks for marks in places, in every form. */
import type { Form } from './forms.ts'
import type { Mark } from './marks.ts'
import type { Place } from './places.ts'

export type Finding = {
  readonly what: string
  readonly where: string
  /** What was found, in which form, and what stands around it. */
  readonly told: string
}

/** Characters around what is found. */
const contextCharacters = 80

/** One for each mark and place. */
export function search(places: readonly Place[], marks: readonly Mark[]): Finding[] {
  return places.flatMap(({ where, bytes }) => {
    const text = bytes.toString('latin1')
    const haystacks = { text, lowered: text.toLowerCase() }
    const hits = marks.flatMap((mark) => hitsOf(mark, haystacks))
    const certain = hits.filter((hit) => !hit.form.isShort || hits.some((it) => confirms(it, hit)))
    return [...Map.groupBy(certain, ({ mark }) => mark)].flatMap(([mark, [hit]]) => {
      if (hit === undefined) return []
      const told = `${mark.what} ${mark.shown} (${hit.form.name}) in ${where}: ${excerpt(text, hit.at)}`
      return [{ what: mark.what, where, told }]
    })
  })
}

type Hit = { readonly mark: Mark; readonly form: Form; readonly at: number }

function hitsOf(mark: Mark, { text, lowered }: { text: string; lowered: string }): Hit[] {
  return mark.forms.flatMap((form) => {
    const at = (form.ignoresCase ? lowered : text).indexOf(form.needle)
    return at < 0 ? [] : [{ mark, form, at }]
  })
}

/** Chance makes four bytes now and then, but not those of two marks of a kind in the same form. */
function confirms(other: Hit, hit: Hit): boolean {
  return (
    other.mark !== hit.mark &&
    other.mark.what === hit.mark.what &&
    other.form.name === hit.form.name
  )
}

function excerpt(text: string, at: number): string {
  return JSON.stringify(text.slice(Math.max(0, at - contextCharacters), at + contextCharacters))
}
