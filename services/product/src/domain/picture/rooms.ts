import { shadow } from './frame.ts'
import { BIRCH, BRASS, CREAM, INK, IRON, LEAF, MARIGOLD, RUST, STEEL, WOOD } from './palette.ts'
import {
  box,
  circle,
  cut,
  faint,
  fill,
  group,
  line,
  oval,
  solid,
  stroke,
  tint,
  turned
} from './shapes.ts'
import type { Item } from './stage.ts'

/** Vases, baskets, clocks and the like, on a base line at 418 or on the wall above it. */

const sprig = (x: number, y: number): string =>
  stroke(`M${x} ${y}C${x - 6} ${y - 60} ${x + 10} ${y - 110} ${x - 2} ${y - 170}`, LEAF, 6) +
  group(
    `translate(${x} ${y})`,
    fill(
      'M0-60q-44-6-50-50q48 2 50 50zM4-96q44-10 46-54q-44 6-46 54zM-2-150q-20-30 0-56q22 26 0 56z',
      LEAF
    )
  )

export const bottleVase: Item = ({ body, accent, quiet }) =>
  shadow(200, 62) +
  sprig(200, 190) +
  solid(
    turned(200, [20, 182], [14, 200], [18, 260], [72, 300], [76, 380], [46, 418], [46, 418]),
    body
  ) +
  tint(turned(200, [74, 330], [76, 352], [68, 376], [68, 376]), accent, 0.85) +
  stroke('M181 184h38', quiet, 4)

export const roundVase: Item = ({ body, accent, quiet }) =>
  shadow(200, 84) +
  stroke(
    'M190 240q-30-60-64-80M206 240q0-70-6-110M216 240q30-50 66-76M196 240q-14-60-40-120',
    LEAF,
    5
  ) +
  [
    [122, 152, accent],
    [200, 116, RUST],
    [284, 156, MARIGOLD],
    [152, 108, quiet],
    [250, 112, accent]
  ]
    .map(
      ([x, y, colour]) =>
        fill(circle(Number(x), Number(y), 23), String(colour)) +
        fill(circle(Number(x), Number(y), 8), '#5a3a25')
    )
    .join('') +
  solid(turned(200, [44, 236], [38, 256], [100, 290], [104, 370], [50, 418], [50, 418]), body)

export const flowerFrog: Item = ({ accent, body }) =>
  shadow(200, 118) +
  stroke(
    'M190 350C170 240 130 200 120 120M204 350C206 240 220 180 216 90M214 350' +
      'C240 290 270 260 300 240',
    LEAF,
    6
  ) +
  fill(circle(120, 110, 30) + circle(216, 84, 24), accent === CREAM ? RUST : accent) +
  fill(circle(120, 110, 10) + circle(216, 84, 8), MARIGOLD) +
  fill('M300 240q10-40 46-40q0 40-46 40z', LEAF) +
  fill(box([164, 340, 72, 24], 8), BRASS) +
  stroke('M174 340v-14M188 340v-14M202 340v-14M216 340v-14M228 340v-14', BRASS, 3) +
  solid('M60 356h280q-10 62-90 62H150q-80 0-90-62z', body)

/** Wicker: a body with rows of short strands, each row set off against the last. */
const basketBody = (shape: string, colour: string, rows: readonly number[]): string => {
  const strands = rows.map((y, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8]
      .map(step => `M${28 + step * 44 + (index % 2) * 22} ${y}q11 9 22 0`)
      .join('')
  )
  return solid(shape, colour) + cut('b', shape, faint(0.5, stroke(strands.join(''), '#7d5628', 6)))
}

export const basket: Item = ({ accent }) =>
  shadow(200, 126) +
  stroke('M84 300C84 90 316 90 316 300', WOOD, 17) +
  fill('M96 290q50-60 100-10q60-50 110 10z', accent) +
  basketBody('M58 286h284q-6 132-84 132H142q-78 0-84-132z', '#c99f62', [310, 334, 358, 382, 406]) +
  stroke('M58 288h284', WOOD, 15)

export const laundryBasket: Item = ({ accent }) =>
  shadow(200, 106) +
  basketBody('M96 170h208l-14 248H110z', '#d1a968', [196, 222, 248, 274, 300, 326, 352, 378, 404]) +
  fill('M96 170q40 40 90 8q60 30 118-8v34q-60 30-110 6q-50 24-98-2z', CREAM) +
  solid('M84 172q10-56 116-56t116 56z', '#c09452') +
  fill(box([182, 100, 36, 20], 8), accent === CREAM ? IRON : accent)

export const softBasket: Item = ({ accent, body }) =>
  shadow(200, 110) +
  stroke('M120 244q-10-60 40-56M280 244q10-60-40-56', WOOD, 13) +
  basketBody('M92 240q108-20 216 0q20 90-10 178H102q-30-88-10-178z', '#d8b777', [264, 288]) +
  solid('M84 312q116 22 232 0q2 56-16 106H100q-18-50-16-106z', body === CREAM ? accent : body)

export const wallClock: Item = ({ accent, body }) =>
  tint(circle(212, 194, 136), '#000', 0.2) +
  fill(circle(200, 180, 136), body === CREAM ? accent : body) +
  fill(circle(200, 180, 116), '#fffaf0') +
  [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330]
    .map(angle =>
      group(
        `rotate(${angle} 200 180)`,
        fill(
          box([
            angle % 90 === 0 ? 195 : 197,
            74,
            angle % 90 === 0 ? 10 : 6,
            angle % 90 === 0 ? 26 : 18
          ]),
          INK
        )
      )
    )
    .join('') +
  stroke('M200 180L152 118', INK, 11) +
  stroke('M200 180L258 112', INK, 8) +
  stroke('M188 204L200 180L222 96', RUST, 3) +
  fill(circle(200, 180, 9), RUST)

export const alarmClock: Item = ({ accent, body }) =>
  shadow(200, 96) +
  stroke('M138 390l-24 24M262 390l24 24', IRON, 13) +
  solid('M96 190a48 48 0 0 1 78-44z', accent) +
  solid('M304 190a48 48 0 0 0-78-44z', accent) +
  stroke('M200 150v-30M180 116h40', IRON, 9) +
  solid(circle(200, 288, 124), body) +
  fill(circle(200, 288, 98), '#fffaf0') +
  stroke(
    'M200 206v0M200 370v0M118 288h0M282 288h0M159 217h0M241 217h0M159 359h0M241 359h0' +
      'M129 247h0M271 247h0M129 329h0M271 329h0',
    INK,
    9
  ) +
  stroke('M200 288l-42-30', INK, 10) +
  stroke('M200 288v-66', INK, 7) +
  fill(circle(200, 288, 9), RUST)

export const mirror: Item = () =>
  stroke('M200 40L130 140M200 40L270 140', '#7d5232', 7) +
  fill(circle(200, 40, 11), BRASS) +
  tint(circle(212, 238, 136), '#000', 0.18) +
  fill(circle(200, 226, 136), WOOD) +
  fill(circle(200, 226, 120), '#d6e3e3') +
  tint('M120 316L296 154a120 120 0 0 1 20 44L160 340a120 120 0 0 1-40-24z', '#fff', 0.6) +
  tint('M180 346l140-130v40l-100 90z', '#fff', 0.4)

export const pictureFrame: Item = ({ accent, body, quiet }) =>
  tint(box([96, 50, 236, 316], 3), '#000', 0.2) +
  solid(box([82, 36, 236, 316], 3), WOOD) +
  fill(box([100, 54, 200, 280]), '#fffaf0') +
  fill(box([130, 90, 140, 208]), quiet) +
  fill(circle(212, 150, 32), accent) +
  fill('M130 298v-60q40-50 80 0q30-30 60 0v60z', body === quiet ? LEAF : body)

export const hooks: Item = ({ accent, body }) =>
  solid(box([30, 120, 340, 44], 6), BIRCH) +
  [70, 135, 200, 265, 330]
    .map(x => stroke(line([x, 146], [x, 178]), WOOD, 17) + fill(circle(x, 184, 14), WOOD))
    .join('') +
  solid('M120 188q16-14 30 0q34 120 24 210h-78q-10-90 24-210z', accent === CREAM ? body : accent) +
  stroke('M265 190C290 250 240 300 280 340q10 40-20 40t-14-44', body === CREAM ? STEEL : body, 9)

export const stool: Item = ({ accent, chooser }) => {
  const wood = chooser.pick([WOOD, BIRCH, '#8d5f38'])
  return (
    shadow(200, 120) +
    stroke('M140 250L92 412M260 250l48 162M206 250l4 166', wood, 20) +
    solid('M58 218q142-34 284 0q26 36-24 42q-118 14-236 0q-50-6-24-42z', wood) +
    stroke('M96 226q104-18 208 0', accent, 4)
  )
}
/** A jar of scent or soap, for what has no word of its own. */
export const bell: Item = ({ accent, body }) =>
  shadow(200, 82) +
  tint('M118 388V250q0-90 82-90t82 90v138z', '#fff', 0.5) +
  fill(circle(200, 150, 14), BRASS) +
  sprig(200, 386) +
  stroke('M140 250v100', '#fff', 8) +
  solid(box([100, 384, 200, 34], 8), body === CREAM ? accent : body) +
  tint(oval([200, 386, 60, 8]), '#000', 0.3)
