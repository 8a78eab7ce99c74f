import { box, circle, fill, line, oval, stroke, tint } from './shapes.ts'
import { cleaned, escapeXml } from './text.ts'
import type { Chooser } from './chooser.ts'
import type { Scheme } from './palette.ts'

/** Where the things stand. */
export const TABLE_TOP = 372
export const STANDS_AT = 418

/** The document around the shapes: size, title, the light and the shadow that all pictures share. */
export const frame = (name: string, shapes: string): string => {
  const title = escapeXml(cleaned(name))
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" role="img" ' +
    `font-family="${SERIF}" stroke-linecap="round" stroke-linejoin="round"><title>${title}</title>` +
    `<defs>${LIGHT}${SHADOW}</defs>${shapes}</svg>`
  )
}

/** A wall and a table in one of five ways, and the shadow of what stands there. */
export const room = (scheme: Scheme, chooser: Chooser): string => {
  const wall = fill(box([0, 0, 400, 500]), scheme.wall)
  const table = fill(box([0, TABLE_TOP, 400, 500 - TABLE_TOP]), scheme.table)
  return wall + chooser.pick(BACKDROPS)(scheme, chooser) + table
}

/** The shadow of a standing thing, `half` as wide to each side of `x`; it falls to the right. */
export const shadow = (x: number, half: number): string =>
  tint(oval([x + half * 0.22, STANDS_AT - 2, half * 1.16, 13]), '#000', 0.2)

/** A flat surface seen from above, in one of four ways. */
export const surface = (scheme: Scheme, chooser: Chooser): string =>
  fill(box([0, 0, 400, 500]), scheme.wall) + chooser.pick(SURFACES)(scheme, chooser)

type Backdrop = (scheme: Scheme, chooser: Chooser) => string

const plain: Backdrop = () => ''

const disc: Backdrop = ({ quiet }, chooser) =>
  tint(circle(200, chooser.between(205, 235), chooser.between(138, 158)), quiet, 0.5)

const arch: Backdrop = ({ table }, chooser) => {
  const half = chooser.between(118, 138)
  const top = chooser.between(62, 84)
  const side = 372 - top - half
  return tint(
    `M${200 - half} 372v${-side}a${half} ${half} 0 0 1 ${2 * half} 0v${side}z`,
    table,
    0.6
  )
}

const tiles: Backdrop = ({ table }, chooser) => {
  const step = chooser.pick([62, 93, 124])
  const lines: string[] = []
  for (let y = TABLE_TOP - step; y > 0; y -= step) lines.push(`M0 ${y}h400`)
  for (let x = 200 % step; x < 400; x += step) lines.push(`M${x} 0v${TABLE_TOP}`)
  return `<g opacity=".55">${stroke(lines.join(''), table, 2)}</g>`
}

const halves: Backdrop = ({ table }, chooser) =>
  tint(box([chooser.pick([0, 200]), 0, 200, TABLE_TOP]), table, 0.42)

const BACKDROPS = [plain, disc, arch, tiles, halves] as const

const boards: Backdrop = ({ table }, chooser) => {
  const step = chooser.pick([80, 100, 125])
  const lines: string[] = []
  for (let x = step; x < 400; x += step) lines.push(line([x, 0], [x, 500]))
  return stroke(lines.join(''), table, 2.5)
}

const pegs: Backdrop = ({ table }) => {
  const dots: string[] = []
  for (let x = 25; x < 400; x += 50) for (let y = 25; y < 500; y += 50) dots.push(`M${x} ${y}h0`)
  return stroke(dots.join(''), table, 8)
}

const slant: Backdrop = ({ table }, chooser) => {
  const y = chooser.between(150, 330)
  return tint(`M0 ${y + 90}L400 ${y - 90}V500H0z`, table, 0.7)
}

const sheet: Backdrop = ({ table }, chooser) =>
  tint(box([chooser.between(34, 48), 40, chooser.between(304, 322), 420], 4), table, 0.5)

const SURFACES = [boards, pegs, slant, sheet] as const

const SERIF = "Georgia,'DejaVu Serif Condensed',serif"

/** Hard steps instead of a soft gradient: a bright edge to the left, a dark side to the right. */
const LIGHT =
  '<linearGradient id="l" x2="1" y2=".12">' +
  '<stop offset=".2" stop-color="#fff" stop-opacity=".26"/><stop offset=".2" stop-opacity="0"/>' +
  '<stop offset=".72" stop-opacity="0"/><stop offset=".72" stop-opacity=".17"/></linearGradient>'

const SHADOW =
  '<filter id="s" x="-.2" y="-.2" width="1.5" height="1.5">' +
  '<feDropShadow dx="8" dy="10" stdDeviation="0" flood-opacity=".2"/></filter>'
