/**
 * Makes a path of constant parts and encoded values: path`/carts/${id}/items`. A value never adds a
 * segment and never climbs, whatever it is.
 */
export function path(
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  return strings.reduce((text, part, index) => text + segment(values[index - 1] ?? '') + part)
}

/** A query string with its question mark, or nothing when no value is set: `?q=tea&limit=24`. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encode(name)}=${encode(value)}`]
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/**
 * One or two dots climb, and do so encoded too. Nothing of ours is named like that: encoded twice
 * they arrive as a name that nobody has.
 */
function segment(value: string | number): string {
  const encoded = encode(value)
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%252E') : encoded
}

/** Half a surrogate pair, for which `encodeURIComponent` throws, becomes U+FFFD. */
function encode(value: string | number): string {
  return encodeURIComponent(String(value).toWellFormed())
}
