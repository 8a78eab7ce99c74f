import { BLUE, BLUSH, CREAM, GREEN, INK, LEAF, MARIGOLD, OAT, PAPER, PLUM } from './palette.ts'
import { RUST, SAGE, SKY } from './palette.ts'
import { box, cut, fill, line, stroke, tint } from './shapes.ts'
import type { Choices, Chooser } from './chooser.ts'
import type { Box } from './shapes.ts'

/** The colours of a cover: cloth, what is printed on it, a third, and the type. */
export type Inks = {
  readonly cloth: string
  readonly print: string
  readonly third: string
  readonly type: string
  /** What the book lies on. */
  readonly ground: string
}

const inks = (...colours: readonly [string, string, string, string, string]): Inks => {
  const [cloth, print, third, type, ground] = colours
  return { cloth, print, third, type, ground }
}

export const INKS: Choices<Inks> = [
  inks(GREEN, MARIGOLD, SAGE, CREAM, '#e3d5ba'),
  inks(RUST, CREAM, MARIGOLD, CREAM, '#e6d6c0'),
  inks(MARIGOLD, GREEN, RUST, INK, '#efe3cd'),
  inks(BLUE, BLUSH, MARIGOLD, CREAM, '#d8d5c4'),
  inks(CREAM, RUST, GREEN, INK, '#d9c3a0'),
  inks(PLUM, BLUSH, MARIGOLD, CREAM, '#e4cfc0'),
  inks(BLUSH, PLUM, RUST, INK, '#efe3cd'),
  inks(SAGE, GREEN, RUST, INK, '#ebe0c8'),
  inks(INK, MARIGOLD, RUST, CREAM, '#dccdb1'),
  inks(SKY, BLUE, RUST, INK, '#ebe0c8'),
  inks(OAT, BLUE, RUST, INK, '#c9d0bb'),
  inks(LEAF, CREAM, MARIGOLD, CREAM, '#e6dac0')
]

/** The cover's place in the picture. */
export const COVER: Box = [52, 32, 296, 436]
export const MIDDLE = 200

/** A closed book on its ground: pages at the right and below, a joint, now and then a ribbon. */
export const boundBook = (colours: Inks, chooser: Chooser, content: string): string => {
  const [x, y, width, height] = COVER
  const joint = x + chooser.between(14, 18)
  const ribbon = chooser.chance(0.3) ? ribbonAt(chooser.between(230, 320), colours.third) : ''
  return (
    fill(box([0, 0, 400, 500]), colours.ground) +
    tint(box([x + 14, y + 14, width, height], 4), '#000', 0.2) +
    ribbon +
    fill(box([x + 4, y + 5, width + 2, height], 4), PAPER) +
    fill(box(COVER, 4), colours.cloth) +
    cut('c', box(COVER, 4), content) +
    tint(box([x, y, joint - x - 3, height], 4), '#fff', 0.16) +
    stroke(line([joint, y + 1], [joint, y + height - 1]), 'rgba(0,0,0,.22)', 3)
  )
}

const ribbonAt = (x: number, colour: string): string =>
  fill(`M${x} 460h13v32l-6.5-7l-6.5 7z`, colour)

/** A pattern over the whole cover, as on old pasteboard bindings. */
export const patterned = (colours: Inks, chooser: Chooser): string =>
  chooser.pick(PATTERNS)(colours, chooser)

type Pattern = (colours: Inks, chooser: Chooser) => string

/** A tile that repeats: the shapes stand once in the document however often they are seen. */
const repeat = (size: readonly [number, number], turn: number, shapes: string): string =>
  `<pattern id="p" width="${size[0]}" height="${size[1]}" patternUnits="userSpaceOnUse" ` +
  `patternTransform="rotate(${turn})">${shapes}</pattern>${fill(box(COVER), 'url(#p)')}`

const scallops: Pattern = ({ print, third }) =>
  repeat(
    [44, 44],
    0,
    stroke('M0 22a22 22 0 0 0 44 0M-22 44a22 22 0 0 0 44 0a22 22 0 0 0 44 0', print, 3) +
      stroke('M-22 0a22 22 0 0 0 44 0a22 22 0 0 0 44 0', print, 3) +
      stroke('M22 28h0M0 6h0M44 6h0', third, 8)
  )

const leaves: Pattern = ({ print, third }, chooser) =>
  repeat(
    [40, 54],
    chooser.pick([0, 30, -30]),
    fill('M20 4q14 16 0 32q-14-16 0-32z', print) +
      fill('M0 31q14 16 0 32q-14-16 0-32z', third) +
      fill(
        'M40 31q14 16 0 32q-14-16 0-32zM0-23q14 16 0 32q-14-16 0-32zM40-23q14 16 0 32q-14-16 0-32z',
        third
      )
  )

const waves: Pattern = ({ print }, chooser) =>
  repeat(
    [48, 26],
    chooser.pick([0, 90, 45]),
    stroke('M-12 8q12-12 24 0t24 0t24 0', print, 4) +
      stroke('M-12 21q12-12 24 0t24 0t24 0', print, 1.5)
  )

const diamonds: Pattern = ({ print, third }) =>
  repeat(
    [36, 48],
    0,
    fill('M18 4l13 20l-13 20l-13-20z', print) +
      fill('M18 17l5 7l-5 7l-5-7z', third) +
      stroke('M0 0h0M36 0h0M0 48h0M36 48h0', third, 6)
  )

const stars: Pattern = ({ print, third }, chooser) =>
  repeat(
    [46, 46],
    chooser.pick([0, 45, 20]),
    fill('M23 5l4 14l14 4l-14 4l-4 14l-4-14l-14-4l14-4z', print) +
      stroke('M0 0h0M46 0h0M0 46h0M46 46h0', third, 8)
  )

const weave: Pattern = ({ print, third }, chooser) =>
  repeat(
    [32, 32],
    chooser.pick([0, 45]),
    stroke('M3 5h12M3 10h12', print, 2.5) +
      stroke('M21 2v13M26 2v13', third, 2.5) +
      stroke('M19 21h12M19 26h12', print, 2.5) +
      stroke('M5 18v12M10 18v12', third, 2.5)
  )

const PATTERNS = [scallops, leaves, waves, diamonds, stars, weave] as const
