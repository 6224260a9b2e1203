/**
 * Writes docs/reference from the code: `npm run generate`. A page is made from the same table that
 * the program runs by, and test/reference.test.ts fails when a page is not what this would write.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { type KeyName, keyFacts, keyNames } from '#config/schema'
import { tomlValue } from '#config/toml-text'
import { openApiDocument } from '#operate/api/openapi'
import { createProgram } from '#operate/program'
import { createMetrics, type Metric } from '#telemetry/metrics'
import { readMetrics } from '#telemetry/read-metrics'
import { allFailures, failureDescriptions, type RetryIn } from '#tracker/wire/failure'
import { metainfoFaultTexts } from '#tracker/wire/metainfo/metainfo-fault'

/** Every generated page: its path from the root of the project, and its text. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/command-line.md', commandLinePage(describedProgram())],
    ['docs/reference/configuration.md', configurationPage()],
    ['docs/reference/failures.md', failuresPage()],
    ['docs/reference/metrics.md', metricsPage()],
    ['docs/reference/openapi.json', `${JSON.stringify(openApiDocument(), null, 2)}\n`],
    ['docs/reference/torrent-files.md', torrentFilesPage()],
  ])
}

/** The program as `main.ts` makes it, with nothing behind it: only its help is read. */
function describedProgram(): Command {
  return createProgram({
    version: '',
    io: {
      out: nothing,
      err: nothing,
      setExitStatus: nothing,
      hasDatabase: () => true,
      hasGalleries: () => true,
    },
    serve: () => Promise.resolve(),
    explainLocally: () => Promise.reject(new Error('nothing is behind it')),
    regionBytes: () => Promise.resolve(0),
  })
}

function nothing(): void {}

const notice =
  '<!-- Written by scripts/generate.ts: change the code, then run npm run generate. -->'

function configurationPage(): string {
  return page('Configuration', [
    [
      'Keys stand in a TOML file that is named with `--config FILE`; the part before the dot is',
      'its section. `--set key=value` overrides one key and may be repeated. `waggle config reference`',
      'prints a file to start from, `waggle config check` says what to correct, and',
      '`waggle config print` shows what is in force. A key that does not exist is refused.',
    ].join(' '),
    'A key that "a reload" changes takes effect on SIGHUP; the others wait for a restart.',
    ...keyNames.map(keySection),
  ])
}

function keySection(key: KeyName): string {
  const { doc, allowed, live, default: initial, registeredDefault } = keyFacts(key)
  const inRegistered =
    registeredDefault === undefined
      ? ''
      : `; in the registered mode \`${tomlValue(registeredDefault)}\``
  return [
    `## ${key}`,
    '',
    doc,
    '',
    `- Default: \`${tomlValue(initial)}\`${inRegistered}`,
    `- Allowed: ${allowed}`,
    `- Changed by: ${live ? 'a reload' : 'a restart'}`,
  ].join('\n')
}

function failuresPage(): string {
  const rows = allFailures.map((failure) => {
    const { code, text, retryIn } = failureDescriptions[failure]
    return [`\`${code}\``, text, retryText(retryIn)]
  })
  return page('Failures', [
    [
      'What a client is told when it is refused: the text is the `failure reason` over HTTP and',
      'the message of an error packet over UDP, the code is the label of `waggle_failures_total`, and',
      '`retry in` (BEP 31) is sent over HTTP only. The reason follows the text where a torrent was banned or',
      'taken out, or a member is kept out, and that may be told.',
    ].join(' '),
    table(['Code', 'Text', 'Retry in'], rows),
  ])
}

function torrentFilesPage(): string {
  const rows = Object.entries(metainfoFaultTexts).map(([code, text]) => [`\`${code}\``, text])
  return page('Torrent files', [
    [
      'What is said when a .torrent file is refused. The name or the byte that is concerned follows',
      'the text where there is one.',
    ].join(' '),
    table(['Code', 'Text'], rows),
  ])
}

function retryText(retryIn: RetryIn): string {
  if (retryIn === 'unstated') return 'not said'
  if (retryIn === 'min interval') return 'the minimum interval'
  return retryIn === 'never' ? 'never' : `${retryIn} minutes`
}

function metricsPage(): string {
  const { counted } = createMetrics({ failureCodes })
  const read = Object.entries(readMetrics).map(([name, metric]): Metric => ({ name, ...metric }))
  const rows = [...counted, ...read].map((metric) => {
    return [`\`${metric.name}\``, metric.type, labelsText(metric), metric.help]
  })
  return page('Metrics', [
    [
      '`GET /metrics` on the site answers these in the text format of Prometheus. Every series is',
      'there from the start. Counters begin at 0 when the server starts.',
    ].join(' '),
    table(['Name', 'Type', 'Labels', 'Meaning'], rows),
  ])
}

const failureCodes = allFailures.map((failure) => failureDescriptions[failure].code)

function labelsText({ labels, bounds }: Metric): string {
  const texts = Object.entries(labels).map(([label, values]) => {
    // The codes of failures have a page of their own.
    if (label === 'code') return `\`${label}\`: see [failures](failures.md)`
    return `\`${label}\`: ${values.map((value) => `\`${value}\``).join(', ')}`
  })
  // Prometheus adds `le`, and the three names of a histogram.
  if (bounds !== undefined)
    texts.push(`\`le\`: ${bounds.map((bound) => `\`${bound}\``).join(', ')}`)
  return texts.join('; ')
}

/** The page of the command line; add it to `referencePages` with the program that is run. */
export function commandLinePage(program: Command): string {
  return page('Command line', [
    'In a checkout, `npm run -s waggle -- COMMAND` runs these.',
    ...leafCommands(program, []).map(({ names, command }) => commandSection(names, command)),
  ])
}

interface LeafCommand {
  /** From the program's name to the command's. */
  readonly names: readonly string[]
  readonly command: Command
}

function leafCommands(command: Command, above: readonly string[]): LeafCommand[] {
  const names = [...above, command.name()]
  if (command.commands.length === 0) return [{ names, command }]
  return command.commands.flatMap((inner) => leafCommands(inner, names))
}

function commandSection(names: readonly string[], command: Command): string {
  const help = command.createHelp()
  const commandArguments = help.visibleArguments(command).map((argument) => {
    return [`\`${help.argumentTerm(argument)}\``, help.argumentDescription(argument)]
  })
  const options = help.visibleOptions(command).map((option) => {
    return [`\`${help.optionTerm(option)}\``, help.optionDescription(option)]
  })
  return [
    `## ${names.join(' ')}`,
    command.description(),
    `    ${[...names, command.usage()].join(' ')}`,
    ...(commandArguments.length === 0 ? [] : [table(['Argument', 'Meaning'], commandArguments)]),
    table(['Option', 'Meaning'], options),
  ].join('\n\n')
}

function page(title: string, blocks: readonly string[]): string {
  return `${[`# ${title}`, notice, ...blocks].join('\n\n')}\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(tableLine).join('\n')
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (import.meta.main) {
  process.chdir(dirname(import.meta.dirname))
  for (const [path, text] of referencePages()) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`wrote ${path}`)
  }
}
