/**
 * The configuration in force as TOML: every key with its value, the ones left at their default
 * marked. Passwords in addresses are replaced by stars, because this output ends up in reports and
 * chats.
 */
import * as z from 'zod'
import { type Config, isDefault, valueOf } from './config.ts'
import { withoutPasswords } from './config-error.ts'
import { keyFacts, keyNames, sectionOf } from './schema.ts'
import { tomlLine } from './toml-text.ts'

/** A TOML file that loads and, where it hides no password, gives the same values. */
export function printConfig(config: Config): string {
  const lines: string[] = []
  let section = ''
  for (const key of keyNames) {
    if (sectionOf(key) !== section) {
      section = sectionOf(key)
      lines.push('', `[${section}]`)
    }
    const written = z.encode(keyFacts(key).schema, valueOf(config, key))
    const line = withoutPasswords(tomlLine(key.slice(key.lastIndexOf('.') + 1), written))
    lines.push(isDefault(config, key) ? `${line} # default` : line)
  }
  return `${lines.join('\n')}\n`
}
