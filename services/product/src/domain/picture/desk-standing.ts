import { shadow } from './frame.ts'
import { BIRCH, CREAM, INK, MARIGOLD, RUST, WOOD } from './palette.ts'
import { box, circle, fill, group, polygon, solid, stroke, tint } from './shapes.ts'
import { typeset } from './text.ts'
import type { Item } from './stage.ts'

/** Things that stand on a desk or hang above it, on a base line at 418. */

export const tray: Item = ({ accent, body }) =>
  shadow(200, 130) +
  [0, 1, 2]
    .map(index => {
      const y = 360 - index * 62
      return (
        fill(box([84, y + 18, 230, 12]), '#fffaf0') +
        stroke(
          `M70 ${y}v44q0 8 8 8h244q8 0 8-8v-44`,
          index === 1 ? (accent === CREAM ? body : accent) : BIRCH,
          13
        )
      )
    })
    .join('')

export const deskCalendar: Item = ({ accent, body }) =>
  shadow(200, 130) +
  solid('M60 330h280l20 88H40z', WOOD) +
  fill(box([80, 190, 76, 150], 4), '#fffaf0') +
  fill(box([166, 190, 76, 150], 4), accent === CREAM ? body : accent) +
  fill(box([252, 190, 76, 150], 4), '#fffaf0') +
  stroke(box([80, 190, 76, 150], 4) + box([252, 190, 76, 150], 4), '#00000022', 3) +
  typeset(['1'], { x: 118, y: 286, size: 58, colour: INK }) +
  typeset(['7'], { x: 204, y: 286, size: 58, colour: CREAM }) +
  stroke('M270 250h40M270 272h40M270 294h24', INK, 6)

export const wallCalendar: Item = ({ accent, body }) => {
  const cells = Array.from(
    { length: 42 },
    (_, index) => `M${92 + (index % 7) * 36} ${176 + Math.floor(index / 7) * 34}h0`
  )
  return (
    tint(box([76, 52, 268, 360], 3), '#000', 0.2) +
    fill(box([66, 42, 268, 360], 3), '#fffaf0') +
    fill(box([66, 42, 268, 90], 3), accent === CREAM ? body : accent) +
    fill(circle(200, 87, 28), CREAM) +
    fill(circle(214, 80, 26), accent === CREAM ? body : accent) +
    stroke(cells.filter((_, index) => index % 7 !== 6).join(''), '#b9ab90', 18) +
    stroke(cells.filter((_, index) => index % 7 === 6).join(''), RUST, 18)
  )
}

export const pencilCup: Item = ({ accent, body, quiet }) =>
  shadow(200, 76) +
  [
    [156, -12, accent],
    [190, -4, MARIGOLD],
    [222, 6, body === CREAM ? RUST : body],
    [248, 14, quiet]
  ]
    .map(([x, angle, colour]) =>
      group(
        `translate(${x} 0) rotate(${angle} 0 400)`,
        solid(box([-11, 150, 22, 200]), String(colour)),
        fill(polygon([-11, 150], [11, 150], [0, 112]), BIRCH)
      )
    )
    .join('') +
  solid(box([126, 258, 148, 160], 8), '#c99f6b') +
  stroke(
    'M150 290h0M186 320h0M232 296h0M164 360h0M214 376h0M248 344h0M204 268h0M144 396h0',
    '#9a7138',
    8
  )

/** A globe on its foot. */
export const globe: Item = ({ accent, body }) =>
  shadow(200, 70) +
  stroke('M262 120A112 112 0 1 1 140 330', WOOD, 11) +
  solid(circle(200, 226, 96), body === CREAM ? '#7fa3b0' : body) +
  fill(
    'M150 170q40-36 60-10q30 6 10 40q-6 30-40 26q-40-10-30-56zM210 250q40-10 50 10' +
      'q-6 40-40 50q-30-20-10-60z',
    accent
  ) +
  solid('M130 418q10-34 70-34t70 34z', WOOD) +
  stroke('M200 330v60', WOOD, 13)
