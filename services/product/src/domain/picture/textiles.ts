import { shadow } from './frame.ts'
import { BIRCH, BLUSH, CREAM, IRON, MARIGOLD, WOOD } from './palette.ts'
import {
  box,
  circle,
  faint,
  fill,
  group,
  line,
  oval,
  polygon,
  solid,
  stroke,
  tint
} from './shapes.ts'
import type { Item, Look } from './stage.ts'

/** Cloth, folded, hung or spread. */

type Cloth = { readonly ground: string; readonly thread: string; readonly other: string }
type Weave = (cloth: Cloth) => string

const LIGHT = new Set([CREAM, BLUSH, MARIGOLD])

/** A ground and a thread that show on each other: one of them light, one dark. */
const clothOf = ({ body, accent, quiet, chooser }: Look): Cloth => {
  const thread = LIGHT.has(accent) === LIGHT.has(body) ? quiet : accent
  const other = thread === accent ? quiet : accent
  return chooser.chance(0.6)
    ? { ground: body, thread, other }
    : { ground: thread, thread: body, other }
}

/** A weave over a field, cut to a shape. */
const woven = (shape: string, cloth: Cloth, weave: Weave): string =>
  fill(shape, cloth.ground) + weave(cloth) + fill(shape, 'url(#w)') + fill(shape, 'url(#l)')

const tile = (width: number, height: number, shapes: string): string =>
  `<pattern id="w" width="${width}" height="${height}" ` +
  `patternUnits="userSpaceOnUse">${shapes}</pattern>`

const stripes: Weave = ({ thread }) => tile(40, 40, fill('M0 0h12v40H0zM20 0h4v40h-4z', thread))
const checks: Weave = ({ thread }) =>
  tile(44, 44, tint('M0 0h22v44H0z', thread, 0.5) + tint('M0 0h44v22H0z', thread, 0.5))
const herringbone: Weave = ({ thread }) =>
  tile(36, 28, stroke('M0 28L18 0L36 28M0 14L9 0M27 0L36 14M9 28L18 14L27 28', thread, 4))
const dots: Weave = ({ thread }) => tile(34, 34, stroke('M8 8h0M25 25h0', thread, 11))
const blocks: Weave = ({ thread, other }) =>
  tile(80, 60, fill('M0 0h40v30H0z', thread) + fill('M40 30h40v30H40z', other))

const WEAVES = [stripes, checks, herringbone, dots, blocks] as const

const fringe = (y: number, [from, to]: readonly [number, number], colour: string): string => {
  const threads: string[] = []
  for (let x = from + 5; x < to; x += 12) threads.push(line([x, y], [x - 2, y + 26]))
  return stroke(threads.join(''), colour, 4)
}

/** Folded over a rail. */
export const throwOver: Item = look => {
  const cloth = clothOf(look)
  return (
    fill(box([-40, 104, 480, 18], 9), WOOD) +
    tint(box([104, 130, 212, 250]), '#000', 0.14) +
    woven('M92 112q0-20 18-20h180q18 0 18 20v232H92z', cloth, look.chooser.pick(WEAVES)) +
    fringe(344, [92, 308], cloth.ground) +
    tint('M92 112h216v20H92z', '#000', 0.12)
  )
}

/** A pile of folded cloths on the table. */
export const folded: Item = look => {
  const { body, accent, quiet } = look
  return (
    shadow(200, 134) +
    woven(box([70, 348, 260, 70], 26), clothOf(look), look.chooser.pick(WEAVES)) +
    solid(box([78, 284, 248, 66], 26), accent) +
    solid(box([70, 222, 254, 64], 26), quiet === look.wall ? body : quiet) +
    stroke('M96 318h200M90 254h200M94 384h206', '#00000022', 4)
  )
}

const cushionOf =
  (weave?: Weave): Item =>
  look =>
    shadow(200, 120) +
    woven(
      'M76 160q124 22 248 0q22 0 20 20q-22 110 0 214q2 22-20 22q-124-20-248 0q-22 0-20-22' +
        'q22-104 0-214q-2-20 20-20z',
      clothOf(look),
      weave ?? look.chooser.pick(WEAVES)
    ) +
    stroke(
      'M76 160q124 22 248 0q22 0 20 20q-22 110 0 214q2 22-20 22q-124-20-248 0q-22 0-20-22' +
        'q22-104 0-214q-2-20 20-20z',
      look.accent,
      5
    )

export const cushion = cushionOf()
export const stripedCushion = cushionOf(stripes)

export const towel: Item = look => {
  const { body, accent, quiet } = look
  const colour = body
  return (
    stroke('M-40 96h480', IRON, 11) +
    tint(box([122, 110, 180, 290]), '#000', 0.14) +
    solid('M110 88h180v300H110z', colour) +
    faint(
      0.28,
      stroke('M110 130h180M110 160h180M110 190h180M110 220h180M110 250h180', '#000', 2),
      stroke('M140 90v200M170 90v200M200 90v200M230 90v200M260 90v200', '#000', 2)
    ) +
    fill(box([110, 306, 180, 18]), accent) +
    fill(box([110, 334, 180, 10]), accent) +
    fringe(388, [110, 290], colour) +
    (quiet === colour ? '' : stroke('M110 90q90 10 180 0', quiet, 5))
  )
}

export const teaTowel: Item = look => {
  const { body, accent } = look
  const ground = body === CREAM ? body : '#fbf5e8'
  const band = body === CREAM ? accent : body
  return (
    fill(circle(200, 66, 10), IRON) +
    stroke('M200 70v30', IRON, 5) +
    tint('M112 110h200l16 300H100z', '#000', 0.14) +
    solid('M200 92q96 4 98 30l8 270q-50 14-106 0t-106 0l8-270q2-26 98-30z', ground) +
    stroke('M130 118l-8 270M148 112l-6 278M252 112l6 278M270 118l8 270', band, 7) +
    stroke('M96 350q52-14 104 0t104 0', band, 8) +
    stroke('M200 100q-14 120 0 290', '#00000018', 7)
  )
}

/** Spread out, seen from above. */
export const rug: Item = look => {
  const cloth = clothOf(look)
  return (
    fringe(400, [92, 308], '#efe2c6') +
    fringe(76, [92, 308], '#efe2c6') +
    woven(box([90, 96, 220, 308]), cloth, look.chooser.pick(WEAVES)) +
    stroke(box([104, 110, 192, 280]), cloth.other, 8)
  )
}

export const tableCloth: Item = look => {
  const cloth = clothOf(look)
  return (
    woven(
      'M60 250h280l34 168q-44-26-86 0q-44-26-88 0q-44-26-88 0q-42-26-86 0z',
      cloth,
      look.chooser.pick(WEAVES)
    ) +
    fill(oval([200, 250, 146, 24]), cloth.ground) +
    tint(oval([200, 250, 146, 24]), '#fff', 0.24) +
    fill('M180 246l6-64h28l6 64q-20 8-40 0z', '#fffaf0') +
    stroke('M192 184q-20-40-40-50M200 184v-70M208 184q20-40 40-44', '#55805a', 5) +
    fill(
      circle(150, 130, 13) + circle(200, 108, 15) + circle(250, 136, 13),
      look.accent === cloth.ground ? look.quiet : look.accent
    )
  )
}

export const napkins: Item = ({ body, accent, quiet }) =>
  [
    [-14, quiet],
    [0, accent],
    [14, body]
  ]
    .map(([angle, colour]) =>
      group(
        `rotate(${angle} 200 400)`,
        solid(polygon([200, 96], [300, 250], [200, 404], [100, 250]), String(colour)),
        stroke('M200 116L286 250L200 384', '#00000022', 3)
      )
    )
    .join('') + fill(box([140, 300, 120, 34], 14), BIRCH)

export const bedding: Item = look =>
  shadow(200, 150) +
  fill(box([36, 150, 328, 190], 16), WOOD) +
  fill('M64 236q-8-44 30-46h84q30 4 24 46z', '#fffaf0') +
  fill('M208 236q-8-44 30-46h84q30 4 24 46z', '#f3e9d6') +
  woven('M36 240q164-26 328 0l14 160H22z', clothOf(look), look.chooser.pick(WEAVES)) +
  fill('M36 240q164-26 328 0l4 34q-166-24-336 0z', CREAM) +
  fill(box([30, 396, 22, 26]) + box([348, 396, 22, 26]), WOOD)

export const ovenGlove: Item = look => {
  const { body, accent, quiet } = look
  const colour = body === CREAM ? accent : body
  return (
    fill(circle(196, 60, 10), IRON) +
    solid('M130 390V200q0-90 70-90q66 0 70 84q10-40 44-34q26 14 12 60q-14 60-56 90v80z', colour) +
    stroke(
      'M150 220l100 100M150 280l80 80M170 170l80 80M150 320l100-110M160 240l90-90',
      '#ffffff2e',
      4
    ) +
    solid(box([120, 378, 160, 54], 10), quiet === colour ? accent : quiet) +
    stroke('M196 64v46', accent, 6)
  )
}
