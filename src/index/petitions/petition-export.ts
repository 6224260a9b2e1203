/** The petitions a member has opened, their appeals and the votes they cast, for the export of what is stored of them. */
import type { ExportPart } from '#index/members/member-export'
import type { PetitionRepository } from './petition-repository.ts'

const rowsAtOnce = 100

export function petitionExports(
  repository: Pick<PetitionRepository, 'startedBy' | 'appealedBy' | 'votesOf'>,
): readonly ExportPart[] {
  return [
    {
      name: 'petitions',
      rowsOf: async function* (memberId) {
        const read = (after: number) => repository.startedBy(memberId, after, rowsAtOnce)
        for await (const { id, target, explanation, openedAt, state } of all(read, (one) => one.id))
          yield { id, [target.kind]: target.id, explanation, at: timeOf(openedAt), state }
      },
    },
    {
      name: 'petition_appeals',
      rowsOf: async function* (memberId) {
        const read = (after: number) => repository.appealedBy(memberId, after, rowsAtOnce)
        for await (const { id, target, appeal, state } of all(read, (one) => one.id)) {
          const { statement = '', at = 0 } = appeal ?? {}
          yield { petition: id, [target.kind]: target.id, statement, at: timeOf(at), state }
        }
      },
    },
    {
      name: 'petition_votes',
      rowsOf: async function* (memberId) {
        const read = (after: number) => repository.votesOf(memberId, after, rowsAtOnce)
        for await (const { petitionId, isFor, weight, at } of all(read, (one) => one.petitionId))
          yield { petition: petitionId, expunge: isFor, weight, at: timeOf(at) }
      },
    },
  ]
}

async function* all<Row>(
  read: (after: number) => Promise<readonly Row[]>,
  idOf: (row: Row) => number,
): AsyncGenerator<Row, void, undefined> {
  let after = 0
  for (;;) {
    const rows = await read(after)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsAtOnce) return
    after = idOf(last)
  }
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
