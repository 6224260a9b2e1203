/** Steps of a schema after the real ones: so many that two processes which do them meet. */
import type { Migration } from '#index/storage/migrations/migration'
import { migrations } from '#index/storage/migrations/migrations'

const stepsMore = 60

export const manySteps: readonly Migration[] = [
  ...migrations,
  ...Array.from({ length: stepsMore }, (_, index): Migration => {
    const number = migrations.length + index + 1
    return {
      number,
      name: `step-${number}`,
      statements: ({ id, table }) => [`CREATE TABLE step_${number} (id ${id}) ${table}`],
    }
  }),
]
