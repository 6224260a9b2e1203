/**
 * Where the holes of an HTML template stand, found by reading its fixed parts once:
 *
 *   html`<a class="${1}" href="${2}" ${3}>${4}</a>`      1 attribute   2 url   3 attributes   4 text
 *
 * A hole anywhere else (in a tag's name, outside of quotes, in a script, a style or a comment) is a mistake of
 * ours and fails an assertion, as does what the site's Content-Security-Policy would block anyway.
 */
import { assert } from '#base/assert'

/**
 * - `text`: between tags.
 * - `attribute`: inside the quotes of an attribute.
 * - `url`: the same, where the value begins an address, and so decides its scheme.
 * - `attributes`: inside a tag, between attributes.
 */
export type Place = 'text' | 'attribute' | 'url' | 'attributes'

/** Attributes whose value is an address. */
const urlAttributes: ReadonlySet<string> = new Set([
  'action',
  'background',
  'cite',
  'data',
  'formaction',
  'href',
  'manifest',
  'ping',
  'poster',
  'src',
  'xlink:href',
])

/** Attributes that hold code, styles, documents or several addresses: nobody writes them here. */
const forbiddenAttributes = /^(?:on.*|style|srcdoc|srcset|http-equiv)$/i

/** What a fixed part may begin an address with when a hole follows: the hole cannot change its scheme. */
const settledScheme = /^(?:https?:|mailto:|[^:]*[/?#])/i

type State =
  | { readonly at: 'text' }
  | { readonly at: 'tag'; readonly element: string }
  | {
      readonly at: 'value'
      readonly element: string
      readonly attribute: string
      /** The value up to here, or something like it. */
      readonly before: string
    }

/** The place of each hole: one less than there are fixed parts. */
export function placesOf(parts: readonly string[]): Place[] {
  const places: Place[] = []
  let state: State = { at: 'text' }
  for (const [index, part] of parts.entries()) {
    state = readPart(part, state)
    if (index < parts.length - 1) places.push(placeIn(state, part))
  }
  assert(state.at === 'text', `a template ends inside a tag: ${parts.at(-1)}`)
  return places
}

/** Asserts that the site may write an attribute of this name. */
export function assertAttribute(name: string): void {
  assert(/^[a-z][a-z0-9:-]*$/i.test(name), `${name} is no name of an attribute`)
  assert(!forbiddenAttributes.test(name), `the attribute ${name} is not for templates`)
}

export function isUrlAttribute(name: string): boolean {
  return urlAttributes.has(name.toLowerCase())
}

function placeIn(state: State, part: string): Place {
  if (state.at === 'text') return 'text'
  if (state.at === 'tag') {
    assert(/\s$/.test(part), `a hole needs quotes, or a space before it: ${part}`)
    return 'attributes'
  }
  const { attribute, before } = state
  if (!isUrlAttribute(attribute)) return 'attribute'
  if (before === '') return 'url'
  assert(settledScheme.test(before), `${attribute}="${before}… leaves its scheme to a hole`)
  return 'attribute'
}

const comment = /<!--[\s\S]*?-->/y
const closingTag = /<\/[a-z][a-z0-9-]*>/iy
const doctype = /<!doctype html>/iy
const openingTag = /<([a-z][a-z0-9-]*)/iy
const attributeText = /\s+([^\s"'=<>/]+)(?:="([^"]*)("?))?(?!=)/y
const tagEnd = /\s*\/?>/y
/** A script is a file of its own: its element is empty. */
const scriptEnd = /><\/script>/iy

/** The state after a fixed part that begins in `state`. */
function readPart(part: string, initial: State): State {
  let state = initial
  let at = 0
  while (at < part.length) {
    const step = state.at === 'value' ? readValue(part, at, state) : readMarkup(part, at, state)
    ;({ state, at } = step)
  }
  return state
}

type Step = { readonly state: State; readonly at: number }

function readMarkup(part: string, at: number, state: Exclude<State, { at: 'value' }>): Step {
  return state.at === 'text' ? readText(part, at) : readTag(part, at, state.element)
}

function readText(part: string, from: number): Step {
  const at = part.indexOf('<', from)
  if (at === -1) return { state: { at: 'text' }, at: part.length }
  for (const whole of [comment, closingTag, doctype]) {
    const found = matchAt(whole, part, at)
    if (found !== undefined) return { state: { at: 'text' }, at: at + found[0].length }
  }
  const [text = '', name = ''] = matchAt(openingTag, part, at) ?? []
  assert(text !== '', `a template has a "<" that begins no tag: ${part}`)
  assert(!/^style$/i.test(name), `styles stand in assets/waggle.css: ${part}`)
  return { state: { at: 'tag', element: name.toLowerCase() }, at: at + text.length }
}

function readTag(part: string, at: number, element: string): Step {
  const end = matchAt(element === 'script' ? scriptEnd : tagEnd, part, at)
  if (end !== undefined) return { state: { at: 'text' }, at: at + end[0].length }
  if (part.slice(at).trim() === '') return { state: { at: 'tag', element }, at: part.length }
  const [text = '', name = '', value, quote] = matchAt(attributeText, part, at) ?? []
  assert(text !== '', `a template has a tag that cannot be read; quotes are double: ${part}`)
  assertAttribute(name)
  const isOpen = value !== undefined && quote === ''
  return {
    state: isOpen
      ? { at: 'value', element, attribute: name, before: value }
      : { at: 'tag', element },
    at: at + text.length,
  }
}

function readValue(part: string, at: number, state: State & { readonly at: 'value' }): Step {
  const end = part.indexOf('"', at)
  if (end !== -1) return { state: { at: 'tag', element: state.element }, at: end + 1 }
  // Whatever a hole put before it, this is not where the address begins.
  return { state: { ...state, before: `${state.before}/${part.slice(at)}` }, at: part.length }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}
