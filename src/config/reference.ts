/**
 * The reference of every key as a TOML file to start from: comments say what a key does, and each
 * key stands there with its default, commented out. They are not active because a written key is a
 * decision: an address that the machine lacks is an error when written, a warning when default.
 */
import { type KeyName, keyFacts, keyNames, sectionOf } from './schema.ts'
import { tomlComment, tomlLine, tomlValue } from './toml-text.ts'

const head = [
  'Configuration of Waggle. Every key is listed with its default; remove the # in front of a key',
  'to change it. Check the file with: waggle config check --config FILE',
].join(' ')

/** A complete TOML file; it loads, and as it stands it changes nothing. */
export function configReference(): string {
  const lines = [...tomlComment(head), '']
  let section = ''
  for (const key of keyNames) {
    if (sectionOf(key) !== section) {
      section = sectionOf(key)
      lines.push(`[${section}]`, '')
    }
    lines.push(...keyLines(key), '')
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function keyLines(key: KeyName): string[] {
  const { doc, allowed, live, default: initial, registeredDefault } = keyFacts(key)
  const name = key.slice(key.lastIndexOf('.') + 1)
  const reload = live ? 'A reload changes it.' : 'A restart changes it.'
  return [
    ...tomlComment(doc),
    ...(registeredDefault === undefined
      ? []
      : tomlComment(`In the registered mode the default is ${tomlValue(registeredDefault)}.`)),
    ...tomlComment(`Allowed: ${allowed}. ${reload}`),
    `#${tomlLine(name, initial)}`,
  ]
}
