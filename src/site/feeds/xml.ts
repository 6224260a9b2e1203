/**
 * XML as a value: elements whose text and attributes are always escaped. Characters that XML 1.0 has no way to write
 * (most control characters, half surrogate pairs) become U+FFFD, because one of them makes a whole feed unreadable.
 *
 * The library for feeds that was tried gives every enclosure in Atom the type of a picture and writes such characters as
 * they are, so feeds are written here.
 */

/** Made by `element` alone. */
class XmlElement {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Xml = XmlElement

type Value = string | number | undefined

/** Attributes and children that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value>>,
  children: readonly (Xml | Value)[] = [],
): Xml {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${escape(String(value))}"`,
  )
  const inner = children.map((child) =>
    child instanceof XmlElement ? child.toString() : escape(String(child ?? '')),
  )
  const open = `<${name}${pairs.join('')}`
  return new XmlElement(inner.length === 0 ? `${open}/>` : `${open}>${inner.join('')}</${name}>`)
}

/** The whole document, as it is sent. */
export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.toString()}\n`
}

/** What is no Char of XML 1.0, section 2.2. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Written plainly they would be read as spaces, or as the end of a line.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

function escape(text: string): string {
  return text
    .replaceAll(unwritable, '\uFFFD')
    .replaceAll(/[&<>"\t\n\r]/g, (character) => replacements[character] ?? '')
}
