/** Changes to a message that is right: what noise, faults of programs and people who try things make of it. */
import type { SeededRandom } from '../../support/seeded-random.ts'

/** Numbers at which programs go wrong. */
const extremes = [0, 1, -1, 0x7fff_ffff, -0x8000_0000, 0xffff, 0x100, 98, 1400] as const

/**
 * Changes the `length` bytes that stand from `at` on, with room for `room`; gives how many there are then. Half of all
 * messages stay as they are but for one byte, so that they get far.
 */
export function mutate(
  view: DataView,
  at: number,
  length: number,
  room: number,
  random: SeededRandom,
): number {
  let end = length
  for (let change = random.below(4); change >= 0; change--) {
    const kind = random.below(8)
    if (kind < 3 && end > 0) view.setUint8(at + random.below(end), random.below(256))
    else if (kind === 3 && end >= 4)
      view.setInt32(at + random.below(end - 3), random.pick(extremes))
    else if (kind === 4) end = random.below(end + 1)
    else if (kind === 5) end = lengthen(view, at, end, room, random)
    else if (kind === 6 && end >= 2) copyWithin(view, at, end, random)
  }
  return end
}

function lengthen(
  view: DataView,
  at: number,
  length: number,
  room: number,
  random: SeededRandom,
): number {
  const end = Math.min(room, length + random.below(random.below(8) === 0 ? room : 40))
  for (let index = length; index < end; index++) view.setUint8(at + index, random.below(256))
  return end
}

/** A piece of it stands elsewhere too. */
function copyWithin(view: DataView, at: number, length: number, random: SeededRandom): void {
  const size = 1 + random.below(Math.min(40, length - 1))
  const from = random.below(length - size)
  const to = random.below(length - size)
  for (let index = 0; index < size; index++)
    view.setUint8(at + to + index, view.getUint8(at + from + index))
}
