/** What a reader sees of a text: some characters are shown as nothing, though they are letters or marks by their kind. */

/** What Unicode says is shown as nothing; the empty cell of Braille; blanks of hieroglyphs, and the filler of Khitan. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\u2800\u{13441}\u{13442}]|\u{16FE4}/u

const visible = new RegExp(`(?!${invisible.source})[\\p{L}\\p{N}\\p{P}\\p{S}]`, 'u')

/** Whether anything of the text is a letter, a digit or a sign that is seen. */
export function isVisible(text: string): boolean {
  return visible.test(text)
}

/** In ordinary texts that is no fault: emoji and some scripts are joined and varied by such characters. */
export function hasInvisible(text: string): boolean {
  return invisible.test(text)
}
