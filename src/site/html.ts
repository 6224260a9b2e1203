/**
 * HTML as a value. A string becomes HTML through the tagged template below and nowhere else, and everything that
 * stands in one of its holes is escaped for the place where it stands:
 *
 *   html`<a href="${url}" title="${name}">${name}</a>`
 *
 * so a page cannot forget to escape. Nothing here or elsewhere marks a string as safe. What a hole takes:
 *
 * - between tags: text, numbers, other Html, arrays of these; null, undefined and false are nothing;
 * - in a quoted attribute: text and numbers;
 * - at the beginning of an address: relative ones and http(s), anything else becomes `about:invalid`;
 * - between attributes: what `attributes()` makes.
 */
import { assert } from '#base/assert'
import { assertAttribute, isUrlAttribute, type Place, placesOf } from './template-places.ts'

/** The class is not exported: nobody else makes one, and nothing that only resembles one has its `#text`. */
class SafeHtml {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  static is(value: unknown): value is SafeHtml {
    return typeof value === 'object' && value !== null && #text in value
  }

  static textOf(made: SafeHtml): string {
    return made.#text
  }

  toString(): string {
    return this.#text
  }
}

class SafeAttributes {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Html = SafeHtml
export type Attributes = SafeAttributes

/** What may stand between tags. */
export type Content = Html | string | number | null | undefined | false | readonly Content[]

type Hole = Content | Attributes

type Template = { readonly parts: readonly string[]; readonly places: readonly Place[] }

/** What was read of each template; its fixed parts are one object for the life of the program. */
const templates = new WeakMap<TemplateStringsArray, Template>()

export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  const { parts, places } = templateOf(strings)
  let text = parts[0] ?? ''
  for (const [index, place] of places.entries())
    text += textAt(place, holes[index]) + (parts[index + 1] ?? '')
  return new SafeHtml(text)
}

/** Attributes that depend on data: true is the bare name, false, null and undefined leave it out. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): Attributes {
  const texts = Object.entries(values).map(([name, value]) => {
    assertAttribute(name)
    if (value === false || value === null || value === undefined) return ''
    if (value === true) return ` ${name}`
    return ` ${name}="${textAt(isUrlAttribute(name) ? 'url' : 'attribute', value)}"`
  })
  return new SafeAttributes(texts.join('').trimStart())
}

function templateOf(strings: TemplateStringsArray): Template {
  const known = templates.get(strings)
  if (known !== undefined) return known
  // The indentation of the source is not sent.
  const parts = strings.map((part) => part.replaceAll(/\n\s+/g, '\n'))
  const template = { parts, places: placesOf(parts) }
  templates.set(strings, template)
  return template
}

function textAt(place: Place, hole: Hole): string {
  if (place === 'attributes') {
    assert(hole instanceof SafeAttributes, 'only attributes() stands between attributes')
    return hole.toString()
  }
  assert(!(hole instanceof SafeAttributes), `attributes() stands in a tag, and this is ${place}`)
  if (place === 'text') return contentText(hole)
  return attributeText(place, hole)
}

function contentText(content: Content): string {
  if (SafeHtml.is(content)) return SafeHtml.textOf(content)
  if (Array.isArray(content)) return content.map(contentText).join('')
  return escape(plainText(content))
}

function attributeText(place: 'attribute' | 'url', content: Content): string {
  const text = plainText(content)
  return escape(place === 'url' ? safeUrl(text) : text)
}

function plainText(content: unknown): string {
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'string') return content
  assert(typeof content === 'number', `a hole cannot hold ${typeof content}`)
  assert(Number.isFinite(content), `${content} is not for readers`)
  return String(content)
}

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => replacements[character] ?? '')
}

/** Addresses that stay on the web: a scheme other than http(s) could run code. */
function safeUrl(text: string): string {
  return /^(?:https?:\/\/|[/?#]|\.\.?\/)/i.test(text) ? text : 'about:invalid'
}
