/**
 * Text as both engines can keep it: PostgreSQL knows no U+0000 and neither engine half a surrogate pair. Where text
 * comes in it should be refused or cleaned already; this is the last place, so that the two cannot differ.
 */
export function storedText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
