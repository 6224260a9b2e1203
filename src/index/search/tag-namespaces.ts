/**
 * The namespaces that gallery sites have in common, with the short forms that their members are used to. A search has
 * `artist:name` for these; of any other namespace it is `tag:namespace:name`, because titles have colons too ("Re:Zero").
 */
const shortForms = {
  artist: 'a',
  character: 'c',
  cosplayer: 'cos',
  female: 'f',
  group: 'g',
  language: 'l',
  location: 'loc',
  male: 'm',
  mixed: 'x',
  other: 'o',
  parody: 'p',
  reclass: 'r',
  temp: '',
} as const

const byForm: ReadonlyMap<string, string> = new Map(
  Object.entries(shortForms).flatMap(([namespace, short]) => [
    [namespace, namespace],
    ...(short === '' ? [] : [[short, namespace] as const]),
  ]),
)

/** The whole name of a namespace that is known by this form, in any case. */
export function knownNamespace(form: string): string | undefined {
  return byForm.get(form.toLowerCase())
}
