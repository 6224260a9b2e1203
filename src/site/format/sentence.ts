/** What the index says of a fault, a clause such as "the name is empty; give one", as a sentence of its own. */
export function sentence(clause: string): string {
  const [first, ...rest] = clause
  if (first === undefined) return ''
  return `${first.toUpperCase()}${rest.join('')}${/[.!?)]$/.test(clause) ? '' : '.'}`
}
