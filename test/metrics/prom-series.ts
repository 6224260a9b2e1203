/**
 * What an expression of Prometheus asks for: the names of its metrics with the labels that it picks by. It understands as
 * much of the language as our own expressions use.
 */

export type Matcher = {
  readonly label: string
  readonly operator: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

export type Asked = { readonly metric: string; readonly matchers: readonly Matcher[] }

/** What is asked for, and the labels that series are put together by. */
export type AskedOf = { readonly asked: readonly Asked[]; readonly grouping: readonly string[] }

const functions = new Set(
  'absent and by changes for histogram_quantile ignoring increase label_replace label_values le max min on or rate sum unless without'.split(
    ' ',
  ),
)

export function askedIn(expression: string): AskedOf {
  const grouping: string[] = []
  const rest = expression
    .replaceAll(/\b(?:by|on|without|ignoring) *\(([^)]*)\)/g, (_, labels: string) => {
      grouping.push(...labels.split(',').map((label) => label.trim()))
      return ' '
    })
    // The time that a rate is over.
    .replaceAll(/\[[^\]]*\]/g, ' ')
  const asked: Asked[] = []
  for (const [, name = '', labels = ''] of rest.matchAll(
    /(?<![\w"$.])([a-z_]\w*)(?:\{([^}]*)\})?/gi,
  ))
    if (!functions.has(name) && !/^(?:job|instance)$/.test(name))
      asked.push({ metric: name, matchers: matchersIn(labels) })
  return { asked, grouping }
}

function matchersIn(text: string): Matcher[] {
  return [...text.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
    ([, label = '', operator = '', value = '']) => ({
      label,
      operator: operator as Matcher['operator'],
      value,
    }),
  )
}
