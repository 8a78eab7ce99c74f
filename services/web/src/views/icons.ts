import { raw, type Html } from '@microzon/shared/html'

export type IconName = keyof typeof shapes

/** A drawing of 24 by 24 in the colour of its text. Means nothing by itself: words stand beside it. */
export function icon(name: IconName): Html {
  return drawn[name]
}

const strokes =
  'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'

const shapes = {
  menu: '<path d="M4 7h16M4 12h16M4 17h10"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  search: '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
  account: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5"/>',
  cart: '<path d="m8 9 3-5M16 9l-3-5M3.5 9h17l-1.8 10a1 1 0 0 1-1 .8H6.300a1 1 0 0 1-1-.8Z"/>',
  minus: '<path d="M6 12h12"/>',
  plus: '<path d="M6 12h12M12 6v12"/>',
  arrow: '<path d="M5 12h14M13 6l6 6-6 6"/>',
  copy: '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15H4V5a1 1 0 0 1 1-1h10v1"/>',
  check: '<path d="m5 12.5 4.5 4.500L19 7.5"/>',
  warn: '<path d="M12 4 2.8 20h18.400ZM12 10v4M12 17v.2"/>',
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
