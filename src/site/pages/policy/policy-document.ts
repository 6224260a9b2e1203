/**
 * One policy page as a text that is bound to the configuration. In its Markdown,
 *
 *   <!-- if snapshot -->            what follows holds only while the configuration says so
 *   <!-- if not snapshot -->
 *   <!-- else -->
 *   <!-- end -->
 *   {interval}                      a value
 *
 * stand on lines of their own or in a line; all other comments are left out. Front matter gives the date of its last
 * change. Every name is checked when the page is read, so that none can be wrong when somebody looks at it.
 */
import {
  isPolicySwitch,
  isPolicyValue,
  type PolicyFacts,
  type PolicySwitch,
  type PolicyValue,
  policySwitches,
  policyValues,
} from './policy-facts.ts'

export type PolicyDocument = {
  /** `2026-11-21`, or undefined where the page does not say it. */
  readonly updated: string | undefined
  readonly parts: readonly Part[]
}

type Part = { readonly text: string; readonly condition: Condition | undefined }

type Condition = { readonly name: PolicySwitch; readonly isWanted: boolean }

/** What is wrong with a page and what to do, as the end of a sentence. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
}

/** Throws DocumentError for names and comments that mean nothing. */
export function parseDocument(source: string): PolicyDocument {
  const text = source.replaceAll('\r\n', '\n')
  const front = /^---\nupdated: *(\d{4}-\d\d-\d\d) *\n---\n/.exec(text)
  const body = text.slice(front?.[0].length ?? 0)
  for (const [whole, name = ''] of body.matchAll(placeholder))
    if (!isPolicyValue(name)) throw unknownName(whole, policyValues)
  return { updated: front?.[1], parts: partsOf(body) }
}

/** The Markdown that holds under `facts`, with its values in place. */
export function bindDocument(
  { parts }: PolicyDocument,
  { switches }: PolicyFacts,
  values: Readonly<Record<PolicyValue, string>>,
): string {
  return parts
    .filter(({ condition }) => !condition || switches[condition.name] === condition.isWanted)
    .map(({ text }) => text.replaceAll(placeholder, (_, name: PolicyValue) => values[name]))
    .join('')
}

const placeholder = /\{([a-z_]+)\}/g

/** A comment that has lines of its own goes with its line end. */
const comment = /(?<=^|\n)<!--([\s\S]*?)-->[ \t]*\n|<!--([\s\S]*?)-->/g

function partsOf(body: string): Part[] {
  const parts: Part[] = []
  let condition: Condition | undefined
  let at = 0
  for (const match of body.matchAll(comment)) {
    parts.push({ text: body.slice(at, match.index), condition })
    at = match.index + match[0].length
    condition = conditionAfter((match[1] ?? match[2] ?? '').trim(), condition)
  }
  if (condition !== undefined)
    throw new DocumentError(`"if ${condition.name}" has no "end"; add it`)
  parts.push({ text: body.slice(at), condition })
  return parts
}

/** What holds after a comment; a comment that is none of ours changes nothing. */
function conditionAfter(words: string, before: Condition | undefined): Condition | undefined {
  const [, not, name] = /^if (not )?(\S+)$/.exec(words) ?? []
  if (name !== undefined) {
    if (before !== undefined)
      throw new DocumentError(`"${words}" stands inside another; end that first`)
    if (!isPolicySwitch(name)) throw unknownName(`"${words}"`, policySwitches)
    return { name, isWanted: not === undefined }
  }
  if (words !== 'else' && words !== 'end') return before
  if (before === undefined)
    throw new DocumentError(`"${words}" has no "if" before it; add or remove one`)
  return words === 'end' ? undefined : { ...before, isWanted: !before.isWanted }
}

function unknownName(written: string, known: readonly string[]): DocumentError {
  return new DocumentError(`${written} names nothing; the names are ${known.join(', ')}`)
}
