/** Adds up rows of the same key, so that each key is written once. */

/** The sums of `names`; all else is of the first row of its key. Rows that add nothing are left out. */
export function addUp<Name extends string, Row extends Readonly<Record<Name, number>>>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | number,
  names: readonly Name[],
): Row[] {
  const sums = new Map<string | number, Row>()
  for (const row of rows) {
    if (names.every((name) => row[name] === 0)) continue
    const key = keyOf(row)
    const before = sums.get(key)
    sums.set(key, before === undefined ? row : added(before, row, names))
  }
  return [...sums.values()]
}

function added<Name extends string, Row extends Readonly<Record<Name, number>>>(
  one: Row,
  other: Row,
  names: readonly Name[],
): Row {
  const sums = names.map((name): [Name, number] => [
    name,
    Math.min(one[name] + other[name], Number.MAX_SAFE_INTEGER),
  ])
  return { ...one, ...(Object.fromEntries(sums) as Partial<Row>) }
}
