import type { Locale } from '@microzon/shared/money'
import { de } from './de.ts'
import { en } from './en.ts'

/** The shape of a catalogue of words. */
export type Words = typeof en

/** All words of the shop in one language. */
export function wordsOf(locale: Locale): Words {
  return catalogues[locale]
}

const catalogues: Readonly<Record<Locale, Words>> = { en, de }
