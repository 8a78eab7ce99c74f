import { box, circle, faint, fill, line, oval, stroke, tint } from './shapes.ts'
import { cleaned, escapeXml } from './text.ts'
import type { Chooser } from './chooser.ts'
import type { Scheme } from './palette.ts'

/** Where the wall ends and the table begins. */
export const TABLE_TOP = 340

/** The document around the shapes: its size and title, the light and the shadow of all pictures. */
export const frame = (name: string, shapes: string): string => {
  const title = escapeXml(cleaned(name))
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" role="img" ' +
    `font-family="${SERIF}" stroke-linecap="round" stroke-linejoin="round"><title>${title}</title>` +
    `<defs>${LIGHT}${SHADOW}</defs>${shapes}</svg>`
  )
}

/** A wall and a table in one of five ways. */
export const room = (scheme: Scheme, chooser: Chooser): string =>
  blank(scheme) + chooser.pick(BACKDROPS)(scheme, chooser) + table(scheme)

/** A wall and a table with nothing behind the thing, so that its light is seen. */
export const darkRoom = (scheme: Scheme): string => blank(scheme) + table(scheme)

/** A wall down to its foot, for what hangs. */
export const wall = (scheme: Scheme, chooser: Chooser): string =>
  blank(scheme) + chooser.pick(WALLS)(scheme, chooser)

/**
 * The shadow of a standing thing, `half` as wide to each side of `x`; it falls to the right.
 * Things are drawn on a base line at 418; the stage lifts them onto the table.
 */
export const shadow = (x: number, half: number): string =>
  tint(oval([x + half * 0.22, 416, half * 1.16, 13]), '#000', 0.2)

/** A flat surface seen from above, in one of four ways. */
export const surface = (scheme: Scheme, chooser: Chooser): string =>
  blank(scheme) + chooser.pick(SURFACES)(scheme, chooser)

const blank = (scheme: Scheme): string => fill(box([0, 0, 400, 500]), scheme.wall)

const table = (scheme: Scheme): string =>
  fill(box([0, TABLE_TOP, 400, 500 - TABLE_TOP]), scheme.table)

type Backdrop = (scheme: Scheme, chooser: Chooser) => string

const plain: Backdrop = () => ''

const disc: Backdrop = ({ quiet }, chooser) =>
  tint(circle(200, chooser.between(190, 215), chooser.between(138, 158)), quiet, 0.5)

const arch: Backdrop = ({ table }, chooser) => {
  const half = chooser.between(118, 138)
  const top = chooser.between(44, 66)
  const side = TABLE_TOP - top - half
  return tint(
    `M${200 - half} ${TABLE_TOP}v${-side}a${half} ${half} 0 0 1 ${2 * half} 0v${side}z`,
    table,
    0.6
  )
}

const tiles: Backdrop = ({ table }, chooser) => {
  const step = chooser.pick([62, 93, 124])
  const lines: string[] = []
  for (let y = TABLE_TOP - step; y > 0; y -= step) lines.push(`M0 ${y}h400`)
  for (let x = 200 % step; x < 400; x += step) lines.push(`M${x} 0v${TABLE_TOP}`)
  return faint(0.55, stroke(lines.join(''), table, 2))
}

const halves: Backdrop = ({ table }, chooser) =>
  tint(box([chooser.pick([0, 200]), 0, 200, TABLE_TOP]), table, 0.42)

const panel: Backdrop = ({ table }) => tint(box([0, 392, 400, 108]), table, 0.7)

const stripes: Backdrop = ({ table }, chooser) => {
  const step = chooser.pick([50, 80])
  const bars: string[] = []
  for (let x = 0; x < 400; x += step) bars.push(box([x, 0, step / 2, 500]))
  return tint(bars.join(''), table, 0.25)
}

const skirting: Backdrop = ({ table }) =>
  tint(box([0, 0, 400, 60]), table, 0.4) + fill(box([0, 58, 400, 6]), table)

const WALLS = [plain, panel, stripes, skirting] as const

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
