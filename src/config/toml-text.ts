/** Single lines of TOML, as the reference and the printed configuration write them. */
import { stringify } from 'smol-toml'

/** `name = value` for a value that TOML can hold. */
export function tomlLine(name: string, value: unknown): string {
  return stringify({ [name]: value }).trim()
}

/** Just the value: `"text"`, `12`, `[ "a", "b" ]`. */
export function tomlValue(value: unknown): string {
  return tomlLine('x', value).slice('x = '.length)
}

/** A text as comment lines of at most `columns`. */
export function tomlComment(text: string, columns = 100): string[] {
  const lines: string[] = []
  let line = '#'
  for (const word of text.split(' ')) {
    if (line !== '#' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = '#'
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
