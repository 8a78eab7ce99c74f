import type { Pages } from '../views/models.ts'

/** The addresses around a page of a list, which is the first one where it has no cursor. */
export function pagesOf(
  path: string,
  query: Readonly<Record<string, string>>,
  cursors: { readonly at: string | undefined; readonly next: string | undefined }
): Pages {
  const address = (parts: Readonly<Record<string, string>>): string => {
    const text = new URLSearchParams(parts).toString()
    return text === '' ? path : `${path}?${text}`
  }
  return {
    first: cursors.at === undefined ? undefined : address(query),
    next: cursors.next === undefined ? undefined : address({ ...query, cursor: cursors.next })
  }
}
