/**
 * Lines with columns as wide as their widest cell; columns whose name is in `right` are aligned to
 * the right.
 */
export function table(
  rows: readonly Readonly<Record<string, string>>[],
  {
    columns,
    right = []
  }: { readonly columns: readonly string[]; readonly right?: readonly string[] }
): string {
  const header = Object.fromEntries(columns.map(name => [name, name]))
  const widths = columns.map(name =>
    Math.max(...[header, ...rows].map(row => (row[name] ?? '').length))
  )
  return [header, ...rows]
    .map(row => {
      const cells = columns.map((name, index) => {
        const text = row[name] ?? ''
        const width = widths[index] ?? 0
        return right.includes(name) ? text.padStart(width) : text.padEnd(width)
      })
      return cells.join('  ').trimEnd()
    })
    .join('\n')
}

/** How long something has been, such as `42s`, `3m 10s` or `2h 5m`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds}s`
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}
