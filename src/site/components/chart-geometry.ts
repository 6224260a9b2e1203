/** The arithmetic of charts: from values to the numbers of an SVG path. Pure. */

export type Point = { readonly x: number; readonly y: number }

export type Frame = {
  readonly xMin: number
  readonly xMax: number
  /** The bottom is always 0, so that heights compare. */
  readonly yMax: number
  readonly width: number
  readonly height: number
  /** Points that are further apart are not joined: nobody counted in between. */
  readonly xGap?: number | undefined
}

/** The next of 1, 2, 4, 5, 8 or 10 times a power of ten: a top whose half is a short number as well. */
export function roundCeiling(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 5, 8, 10].find((candidate) => candidate * power >= value) ?? 10
  return step * power
}

/** The line through the points: `M0 10L5 3…`, with one digit after the point. */
export function linePath(points: readonly Point[], frame: Frame): string {
  return stretchesOf(points, frame)
    .map((stretch) => strokeOf(stretch, frame))
    .join('')
}

/** The area below the line; empty without points. */
export function areaPath(points: readonly Point[], frame: Frame): string {
  return stretchesOf(points, frame)
    .map((stretch) => {
      const [first] = stretch
      return first === undefined
        ? ''
        : `${strokeOf(stretch, frame)}V${frame.height}H${placeX(first, frame)}Z`
    })
    .join('')
}

function strokeOf(points: readonly Point[], frame: Frame): string {
  return points
    .map(
      (point, index) => `${index === 0 ? 'M' : 'L'}${placeX(point, frame)} ${placeY(point, frame)}`,
    )
    .join('')
}

function stretchesOf(points: readonly Point[], { xGap = Number.POSITIVE_INFINITY }: Frame) {
  const stretches: Point[][] = []
  let before = Number.NEGATIVE_INFINITY
  for (const point of points) {
    if (point.x - before > xGap || stretches.length === 0) stretches.push([])
    stretches.at(-1)?.push(point)
    before = point.x
  }
  return stretches
}

function placeX({ x }: Point, { xMin, xMax, width }: Frame): number {
  return shortened(((x - xMin) / Math.max(1, xMax - xMin)) * width)
}

function placeY({ y }: Point, { yMax, height }: Frame): number {
  return shortened(height - (y / yMax) * height)
}

function shortened(value: number): number {
  return Math.round(value * 10) / 10
}
