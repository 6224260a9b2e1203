/** A number in a path or a query, which are texts: decimal digits and nothing else, so no `0x1`, no `1e3` and no spaces. */
import * as z from 'zod'

/** The document says that it is a number of this kind. */
export function digits<Schema extends z.ZodType<number>>(schema: Schema): z.ZodPreprocess<Schema> {
  return z.preprocess(readDigits, schema)
}

function readDigits(given: unknown): unknown {
  return typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given
}
