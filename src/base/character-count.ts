/** How long a text is to whoever is told its limit: code points, of which an emoji is one, and not the two units it is kept in. */
export function characterCount(text: string): number {
  return Array.from(text).length
}
