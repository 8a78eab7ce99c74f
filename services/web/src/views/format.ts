import type { Locale } from '@microzon/shared/money'

/** A whole number as a reader of the locale writes it. */
export function formatCount(count: number, locale: Locale): string {
  return formats[locale].count.format(count)
}

/** A day, from epoch milliseconds. */
export function formatDay(at: number, locale: Locale): string {
  return formats[locale].day.format(at)
}

/** Day and time to the second, from epoch milliseconds. */
export function formatMoment(at: number, locale: Locale): string {
  return formats[locale].moment.format(at)
}

/** The time of the day to the second, from epoch milliseconds; with the day where that is not `day`'s. */
export function formatClock(
  at: number,
  { day, locale }: { readonly day: number; readonly locale: Locale }
): string {
  return formatDay(at, locale) === formatDay(day, locale)
    ? formats[locale].clock.format(at)
    : formatMoment(at, locale)
}

/** The time of the day with its zone, from epoch milliseconds. */
export function formatTime(at: number, locale: Locale): string {
  return formats[locale].time.format(at)
}

/** The largest unit of a span of time: `12 sec`, `3 min`, `5 hr`, `2 days`. Never less than nothing. */
export function formatSpan(ms: number, locale: Locale): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const { second, minute, hour, days } = formats[locale]
  if (seconds < 60) return second.format(seconds)
  if (seconds < 3600) return minute.format(Math.floor(seconds / 60))
  if (seconds < 86_400) return hour.format(Math.floor(seconds / 3600))
  return days.format(Math.floor(seconds / 86_400))
}

/** Milliseconds, with a decimal below ten. */
export function formatMs(ms: number, locale: Locale): string {
  return formats[locale].millisecond.format(ms < 10 ? ms : Math.round(ms))
}

/** A country's name from its two letters; the letters themselves where there is no such country. */
export function formatCountry(code: string, locale: Locale): string {
  return /^[A-Z]{2}$/.test(code) ? (formats[locale].country.of(code) ?? code) : code
}

// The shop keeps the time of one place, whoever reads: an order's page says the same to everybody.
const timeZone = 'Europe/Berlin'

// Built once: creating a formatter costs more than a hundred uses of it.
const formats = { en: formatsOf('en-GB'), de: formatsOf('de-DE') } satisfies Record<Locale, object>

function formatsOf(tag: string) {
  const unit = (name: string, decimals = 0) =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: decimals
    })
  return {
    count: new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }),
    day: new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone }),
    moment: new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', timeZone }),
    clock: new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone }),
    time: new Intl.DateTimeFormat(tag, { timeStyle: 'long', timeZone }),
    second: unit('second'),
    minute: unit('minute'),
    hour: unit('hour'),
    days: unit('day'),
    millisecond: unit('millisecond', 1),
    country: new Intl.DisplayNames(tag, { type: 'region' })
  }
}
