/**
 * The code of a TypeScript file without its words: comments are gone and strings are empty, so that a rule
 * about code does not mind what a sentence mentions. Lines keep their numbers.
 */
import { readText } from './project-files.ts'

/** Comments, strings and templates; a regular expression that holds a quote may hide the rest of its line. */
const words =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

export function codeOf(path: string): string {
  return readText(path).replaceAll(words, (word) => {
    const lines = word.replaceAll(/[^\n]/g, '')
    return /^["'`]/.test(word) ? `''${lines}` : lines
  })
}

/** Each place in the code of `paths` where `pattern` matches, as `path:line: code`. */
export function placesOf(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    codeOf(path)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
      ),
  )
}
