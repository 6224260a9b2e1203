/**
 * The texts of the policy pages: good defaults that come with the program, each of which a file of the same name in
 * the operator's directory replaces.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '#base/start-error'
import { DocumentError, type PolicyDocument, parseDocument } from './policy-document.ts'

export const policyPageNames = ['policy', 'privacy', 'takedown', 'contact'] as const

export type PolicyPageName = (typeof policyPageNames)[number]

export type PolicyDocuments = Readonly<Record<PolicyPageName, PolicyDocument>>

const defaults = join(import.meta.dirname, '../../policy')

/** `directory` is site.pages, '' for the defaults alone. Throws StartError for what cannot be used. */
export function loadPolicyDocuments(directory: string): PolicyDocuments {
  const replaced = directory === '' ? [] : pagesIn(directory)
  const load = (name: PolicyPageName): PolicyDocument =>
    loadDocument(replaced.includes(name) ? directory : defaults, name)
  return {
    policy: load('policy'),
    privacy: load('privacy'),
    takedown: load('takedown'),
    contact: load('contact'),
  }
}

/** The pages of which there is a file. A page that would never be shown is a mistake. */
function pagesIn(directory: string): string[] {
  const files = attempt(directory, () => readdirSync(directory)).filter((name) =>
    name.endsWith('.md'),
  )
  const names = files.map((file) => file.slice(0, -'.md'.length))
  const odd = names.find((name) => !policyPageNames.some((known) => known === name))
  if (odd === undefined) return names
  const known = policyPageNames.map((name) => `${name}.md`).join(', ')
  throw new StartError(
    `site.pages = "${directory}": ${odd}.md is none of the pages, which are ${known}; rename or move it`,
  )
}

function loadDocument(directory: string, name: PolicyPageName): PolicyDocument {
  const file = join(directory, `${name}.md`)
  const text = attempt(file, () => readFileSync(file, 'utf8'))
  try {
    return parseDocument(text)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    throw new StartError(`site.pages: ${file}: ${error.message}`)
  }
}

function attempt<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `site.pages: ${path} cannot be read (${reason}); name a directory with Markdown files, or write "" for the texts that come with the program`,
    )
  }
}
