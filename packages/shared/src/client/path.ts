/**
 * Makes a path of constant parts and encoded values: path`/carts/${id}/items`. A value never adds a segment and never
 * climbs, whatever it is.
 */
export function path(
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  return strings.reduce((text, part, index) => text + encode(values[index - 1] ?? '') + part)
}

/** A query string with its question mark, or nothing when no value is set: `?q=tea&limit=24`. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encode(name)}=${encode(value)}`]
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Half a surrogate pair, for which `encodeURIComponent` throws, becomes U+FFFD. */
function encode(value: string | number): string {
  const text = String(value).toWellFormed()
  // `encodeURIComponent` leaves dots as they are, and a segment of one or two of them would climb.
  return /^\.{1,2}$/.test(text) ? text.replaceAll('.', '%2E') : encodeURIComponent(text)
}
