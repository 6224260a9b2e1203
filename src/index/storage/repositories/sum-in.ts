/** Sums in the statement that adds to them; they end at the largest integer that a number holds. */
import { type RawBuilder, sql } from 'kysely'

/** A stored sum with what is added to it. */
export function sumIn(table: string): (column: string) => RawBuilder<number> {
  return (column) => {
    const sum = sql`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`
    const most = sql.lit(Number.MAX_SAFE_INTEGER)
    return sql<number>`CASE WHEN ${sum} > ${most} THEN ${most} ELSE ${sum} END`
  }
}
