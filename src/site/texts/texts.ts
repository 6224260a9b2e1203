/**
 * The words of the site in one language. English is the measure: another language is an object of this type, so
 * the compiler names what it lacks.
 */
import type { en } from './en.ts'

export type Texts = typeof en
