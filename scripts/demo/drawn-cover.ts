/** Covers drawn by chance: a sky, a sun and three ranges of hills or waves, in colours that go together. */
import sharp from 'sharp'
import type { DemoRandom } from './demo-random.ts'

const width = 420

/** A PNG, upright or lying. */
export async function drawnCover(random: DemoRandom): Promise<Buffer> {
  const height = random.isOneIn(4) ? random.between(300, 420) : random.between(540, 640)
  const hue = random.between(0, 359)
  const horizon = height * (0.35 + 0.25 * random.fraction())
  const ranges = [0, 1, 2].map((index) => range(random, { index, height, horizon, hue }))
  const sun = {
    x: random.between(60, width - 60),
    y: Math.round(horizon * (0.35 + 0.4 * random.fraction())),
    radius: random.between(24, 64),
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${hue} 38% 84%)"/>
    <circle cx="${sun.x}" cy="${sun.y}" r="${sun.radius}" fill="hsl(${(hue + 150) % 360} 70% 58%)"/>
    ${ranges.join('')}
    <rect x="12" y="12" width="${width - 24}" height="${height - 24}" fill="none" stroke="#fff9" stroke-width="2"/>
  </svg>`
  return await sharp(Buffer.from(svg)).png().toBuffer()
}

type Place = {
  readonly index: number
  readonly height: number
  readonly horizon: number
  readonly hue: number
}

/** Each further down and darker than the one before. */
function range(random: DemoRandom, { index, height, horizon, hue }: Place): string {
  const top = horizon + (index * (height - horizon)) / 3
  const points = Array.from({ length: 8 }, (_, at) => {
    const y = top + (random.fraction() - 0.5) * 70
    return `${(at * width) / 7},${Math.round(y)}`
  })
  const colour = `hsl(${(hue + 20 * index) % 360} 35% ${58 - 15 * index}%)`
  return `<polygon points="0,${height} ${points.join(' ')} ${width},${height}" fill="${colour}"/>`
}
