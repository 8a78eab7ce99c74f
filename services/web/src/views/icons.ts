import { raw, type Html } from '@microzon/shared/html'

export type IconName = keyof typeof shapes

/** A drawing of 24 by 24 in the colour of its text. Means nothing by itself: words stand beside it. */
export function icon(name: IconName): Html {
  return drawn[name]
}

/**
 * The sign of the shop. Within the page, since as a file it would be one more request; `icon.svg`
 * is the same.
 */
export const brandMark: Html = raw(
  '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">' +
    '<rect width="32" height="32" rx="8" fill="#1f4b3a"/>' +
    '<path d="M6 15h20v10a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1Z" fill="#f3eadb"/>' +
    '<path d="M13.5 26v-6.5a2.5 2.5 0 0 1 5 0V26Z" fill="#1f4b3a"/>' +
    '<path d="M7 6h18l2 8.5a3.3 3.3 0 0 1-5.5 1.5 3.7 3.7 0 0 1-5.5 0 3.7 3.7 0 0 1-5.5 0A3.3 ' +
    '3.3 0 0 1 5 14.5Z" fill="#e9a735"/>' +
    '<path d="M12.3 6h3.7v11.1a3.7 3.7 0 0 1-5.5-1.1Zm7.4 0H25l2 8.5a3.3 3.3 0 0 1-5.5 1.5Z" ' +
    'fill="#f3eadb"/>' +
    '</svg>'
)

const strokes =
  'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'

const shapes = {
  menu: '<path d="M4 7h16M4 12h16M4 17h10"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  search: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
  account: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5"/>',
  cart: '<path d="m8 9 3-5M16 9l-3-5M3.5 9h17l-1.8 10a1 1 0 0 1-1 .8H6.3a1 1 0 0 1-1-.8Z"/>',
  minus: '<path d="M6 12h12"/>',
  plus: '<path d="M6 12h12M12 6v12"/>',
  arrow: '<path d="M5 12h14M13 6l6 6-6 6"/>',
  copy: '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15H4V5a1 1 0 0 1 1-1h10v1"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  warn: '<path d="M12 4 2.8 20h18.4ZM12 10v4M12 17v.2"/>',
  // The states of an instance differ in shape, not in colour alone.
  ready: '<circle cx="12" cy="12" r="7" fill="currentColor"/>',
  draining: '<circle cx="12" cy="12" r="7"/><path d="M12 5a7 7 0 0 1 0 14Z" fill="currentColor"/>',
  failing: '<path d="M12 4 3 20h18Z" fill="currentColor"/>',
  gone: '<path d="m6 6 12 12M18 6 6 18"/>'
}

const drawn = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [
    name,
    raw(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" ${strokes}>${shape}</svg>`)
  ])
) as Readonly<Record<keyof typeof shapes, Html>>
