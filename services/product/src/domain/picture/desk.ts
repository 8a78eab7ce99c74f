import { shadow } from './frame.ts'
import { BIRCH, BRASS, CREAM, INK, IRON, MARIGOLD, PAPER, RUST, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, group, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** Things to write and work with: drawn upright around (200, 250). */

export const fountainPen: Item = ({ body, accent }) => {
  const [barrel, ring] = body === CREAM ? [accent, INK] : [body, BRASS]
  return (
    solid(box([178, 60, 44, 220], 20), barrel) +
    fill(box([176, 236, 48, 12]), ring === INK ? BRASS : ring) +
    solid('M180 280h40l-6 66h-28z', INK) +
    fill('M186 346h28q4 40-14 96q-18-56-14-96z', BRASS) +
    stroke('M200 384v54', '#5a4312', 3) +
    fill(circle(200, 380, 5), '#5a4312') +
    group(
      'translate(70 0)',
      solid(box([176, 90, 50, 190], 20), barrel),
      fill(box([174, 258, 54, 14]), BRASS),
      stroke('M232 110v110', BRASS, 8)
    )
  )
}

export const brassPen: Item = ({ accent }) =>
  solid(polygon([178, 110], [222, 110], [222, 330], [212, 372], [188, 372], [178, 330]), BRASS) +
  fill('M192 372h16l-8 34z', '#8f6a24') +
  fill(box([186, 84, 28, 28], 6), '#8f6a24') +
  stroke('M228 130v90', '#dfb45c', 8) +
  stroke('M180 300h40M181 312h38', '#8f6a24', 4) +
  stroke('M200 410c40 30 80-20 120 20', accent, 4)

export const pencils: Item = ({ chooser }) =>
  [116, 158, 200, 242, 284]
    .map((x, index) => pencil(x, 120 - (index % 3) * 18, chooser.pick(LEADS)))
    .join('')

const LEADS = [RUST, MARIGOLD, '#2f4f6b', '#3f6b4f', '#6a3346', INK] as const

const pencil = (x: number, top: number, colour: string): string =>
  solid(box([x - 16, top, 32, 300]), colour) +
  fill(polygon([x - 16, top], [x + 16, top], [x + 4, top - 44], [x - 4, top - 44]), BIRCH) +
  fill(polygon([x - 5, top - 40], [x + 5, top - 40], [x, top - 56]), colour) +
  fill(box([x - 16, top + 288, 32, 18]), BRASS)

export const colouredPencils: Item = () =>
  fill(box([66, 90, 268, 330], 10), STEEL) +
  tint(box([76, 100, 248, 310], 6), '#000', 0.25) +
  [
    '#d9a02b',
    '#e07b39',
    RUST,
    '#b04a5f',
    '#6a3346',
    '#2f4f6b',
    '#5b8a97',
    '#3f6b4f',
    '#8aa65f',
    '#7d5232',
    INK
  ]
    .map(
      (colour, index) =>
        fill(box([82 + index * 21.6, 150, 17, 252]), colour) +
        fill(
          polygon([82 + index * 21.6, 150], [99 + index * 21.6, 150], [90.5 + index * 21.6, 116]),
          colour
        )
    )
    .join('')

/** This one stands: its base line is at 418. */
export const inkBottle: Item = ({ accent, body, chooser }) => {
  const ink = chooser.pick([INK, '#24523f', '#2b4566', '#8a3f2a'])
  return (
    shadow(200, 84) +
    tint('M120 200q0-20 20-20h120q20 0 20 20v200q0 18-18 18H138q-18 0-18-18z', '#fff', 0.5) +
    fill('M134 250h132v138q0 16-16 16H150q-16 0-16-16z', ink) +
    fill(box([150, 280, 100, 80], 3), PAPER) +
    stroke('M168 306h64M176 328h48', INK, 4) +
    fill(box([166, 150, 68, 34]), '#ffffff99') +
    solid(box([152, 96, 96, 62], 8), accent === CREAM ? body : accent) +
    stroke('M136 214v150', '#fff', 7)
  )
}

export const dipPen: Item = ({ accent }) =>
  solid(turned(200, [5, 40], [10, 120], [18, 290], [14, 330], [14, 330]), WOOD) +
  fill(box([184, 322, 32, 22], 3), BRASS) +
  fill('M186 344h28q2 50-14 100q-16-50-14-100z', STEEL) +
  stroke('M200 380v60', IRON, 3) +
  stroke('M210 446c20 20 60 10 80-10s40 0 60-6', accent, 5)

export const paintBox: Item = ({ accent }) =>
  fill(box([60, 60, 280, 180], 12), '#f8f4ea') +
  fill(oval([130, 150, 46, 54]) + oval([270, 150, 46, 54]), '#e6dfcf') +
  tint(oval([130, 150, 30, 36]), RUST, 0.5) +
  tint(oval([270, 150, 30, 36]), '#2f4f6b', 0.5) +
  fill(box([60, 246, 280, 190], 12), IRON) +
  [
    '#d9a02b',
    '#e9c46a',
    RUST,
    '#8a3f2a',
    '#6a3346',
    '#2f4f6b',
    '#5b8a97',
    '#3f6b4f',
    '#8aa65f',
    '#7d5232',
    '#b98352',
    INK
  ]
    .map((colour, index) =>
      fill(box([82 + (index % 6) * 41, 266 + Math.floor(index / 6) * 76, 32, 58], 3), colour)
    )
    .join('') +
  group(
    'rotate(-22 200 250)',
    solid(box([192, 110, 13, 300], 6), accent),
    fill('M190 410h17q4 40-8 60q-12-20-9-60z', INK)
  )

export const paintBrush: Item = ({ accent, body }) =>
  solid(
    turned(200, [6, 50], [12, 110], [18, 200], [11, 330], [11, 330]),
    accent === CREAM ? body : accent
  ) +
  fill(polygon([188, 320], [212, 320], [216, 376], [184, 376]), STEEL) +
  fill('M184 376h32q10 50-16 92q-26-42-16-92z', '#4a2f1d') +
  stroke('M176 458q-36 22-84 4', RUST, 15)

export const ruler: Item = ({ chooser }) =>
  group(
    'rotate(0)',
    solid(box([158, 20, 84, 460], 3), chooser.pick([BRASS, BRASS, BIRCH])),
    stroke(
      Array.from(
        { length: 29 },
        (_, index) => `M164 ${36 + index * 15}h${index % 5 === 0 ? 34 : 20}`
      ).join(''),
      '#5a4312',
      3
    ),
    fill(circle(200, 456, 9), '#00000066')
  )

export const deskScissors: Item = ({ accent, body }) => {
  const rings = accent === CREAM ? body : accent
  return (
    fill('M206 270L176 40q-10 6-10 30l22 204z', STEEL) +
    fill('M194 270l30-230q10 6 10 30l-22 204z', '#8a9393') +
    stroke('M210 270l-40 80M190 270l40 80', rings, 20) +
    stroke(circle(158, 394, 40) + circle(242, 394, 40), rings, 20) +
    fill(circle(200, 264, 10), BRASS)
  )
}

export const stapler: Item = ({ accent, body }) => {
  const colour = body === CREAM ? accent : body
  return (
    fill(box([50, 330, 310, 34], 10), IRON) +
    fill('M70 330l20-60h230v26l-200 34z', STEEL) +
    solid('M60 268q30-70 120-74h150q30 4 30 40v26l-250 34q-60 6-50-26z', colour) +
    fill(circle(96, 300, 17), BRASS) +
    tint('M120 226q30-20 70-20h100', '#fff', 0.35)
  )
}

export const sharpener: Item = ({ accent }) =>
  solid(polygon([110, 160], [290, 160], [260, 360], [140, 360]), STEEL) +
  fill(box([150, 190, 100, 120], 3), '#cdd4d3') +
  fill(circle(200, 250, 13), IRON) +
  stroke('M192 250h16', CREAM, 3) +
  group('rotate(-24 200 160)', solid(box([180, 20, 40, 144]), accent === CREAM ? RUST : accent)) +
  stroke('M120 390c-30 10-40 50 0 54s40-50 4-40M300 400c30 6 40 44 4 50s-40-40-6-36', BIRCH, 9)

export const eraser: Item = ({ accent, body }) =>
  solid('M120 120h160q16 0 16 16v230q0 16-16 16H120q-16 0-16-16V136q0-16 16-16z', '#f7f1e6') +
  fill(box([98, 210, 204, 180], 6), body === CREAM ? accent : body) +
  stroke('M130 280h140M150 310h100', CREAM, 6) +
  stroke('M70 100l30 14M80 70l20 10M330 420l-24-10', '#cfc5b4', 8)

export const clips: Item = ({ accent, body }) =>
  [
    [130, 150, -20],
    [262, 130, 24],
    [190, 262, 70],
    [110, 360, 10],
    [288, 350, -40]
  ]
    .map(([x, y, angle], index) =>
      group(
        `translate(${x} ${y}) rotate(${angle})`,
        stroke(
          'M-12-30v64a12 12 0 0 0 24 0v-80a20 20 0 0 0-40 0v86a28 28 0 0 0 56 0v-66',
          index % 2 === 0 ? body : accent,
          8
        )
      )
    )
    .join('')

export const tapes: Item = ({ accent, body, quiet }) =>
  [
    [140, 160, body],
    [262, 250, accent],
    [150, 350, quiet]
  ]
    .map(([x, y, colour]) => {
      const [cx, cy] = [Number(x), Number(y)]
      return (
        fill(circle(cx, cy, 78), String(colour)) +
        tint(circle(cx, cy, 58), '#000', 0.15) +
        fill(circle(cx, cy, 48), BIRCH) +
        tint(circle(cx, cy, 36), '#000', 0.6)
      )
    })
    .join('') + stroke('M340 250v130l-10 8', accent, 20)
