/** Makes a path of constant parts and encoded values: path`/carts/${id}/items`. Leaves out a query value of undefined with `query`. */
export function path(
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  return strings.reduce(
    (text, part, index) => text + encodeURIComponent(values[index - 1] ?? '') + part
  )
}

/** A query string with its question mark, or nothing when no value is set: `?q=tea&limit=24`. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
