/** The languages that the shop speaks. */
export type Locale = 'en' | 'de'

/**
 * Money as a reader of the locale writes it, always with the currency: `€24.80`, `24,80 €`. Takes
 * integer cents.
 */
export function formatCents(cents: number, locale: Locale): string {
  // As text, since no number holds every cent of a large amount.
  return formats[locale].format(`${cents}e-2` as `${number}`)
}

/** Adds integer cents; throws a RangeError for others, and when the sum is no longer exact. */
export function sumCents(amounts: readonly number[]): number {
  let sum = 0
  for (const cents of amounts) {
    sum += cents
    if (!Number.isSafeInteger(cents) || !Number.isSafeInteger(sum)) {
      throw new RangeError(`not a sum of whole cents: ${sum}`)
    }
  }
  return sum
}

// Built once: creating a formatter costs more than a hundred uses of it.
const formats = {
  en: new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }),
  de: new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' })
} satisfies Record<Locale, Intl.NumberFormat>
