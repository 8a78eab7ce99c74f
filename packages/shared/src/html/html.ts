/** Markup that is safe to send. Only `html` and `raw` make it. */
export type Html = { readonly [markup]: string }

/** What a template may hold: text is escaped, markup passes, nothing prints nothing. */
export type HtmlValue = string | number | Html | null | undefined | false | readonly HtmlValue[]

const markup = Symbol('markup')

/**
 * Makes markup from a template. Every string and number is escaped for text and for quoted
 * attributes, so that an attribute's value must stand in double quotes. Throws a TypeError for
 * anything that is not an `HtmlValue`, so that a forgotten property shows in the first test and not
 * as `[object Object]`.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = strings[0] ?? ''
  for (let index = 0; index < values.length; index++) {
    text += render(values[index]) + (strings[index + 1] ?? '')
  }
  return { [markup]: text }
}

/** Takes a constant of the program as markup. Never for anything that came from outside. */
export function raw(text: string): Html {
  return { [markup]: text }
}

/** The markup as text, to be sent as `text/html; charset=utf-8`. */
export function renderHtml(value: Html): string {
  return value[markup]
}

function render(value: HtmlValue): string {
  if (typeof value === 'string') return escape(value)
  if (typeof value === 'number') return String(value)
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(render).join('')
  const safe = (value as Partial<Html>)[markup]
  if (typeof safe !== 'string') throw new TypeError(`html cannot print a ${typeof value}`)
  return safe
}

function escape(text: string): string {
  return unsafe.test(text) ? text.replace(everyUnsafe, found => entities[found] ?? '') : text
}

const unsafe = /[&<>"'`]/
const everyUnsafe = /[&<>"'`]/g
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;'
}
