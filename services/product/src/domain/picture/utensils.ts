import { BIRCH, BRASS, CREAM, INK, IRON, LEAF, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, line, oval, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** Kitchen tools that lie on the table: drawn upright around (200, 250), turned by the stage. */

const handle = (top: number, length: number, colour: string): string =>
  solid(`M184 ${top}h32l4 ${length - 24}q-2 24-20 24t-20-24z`, colour) +
  fill(circle(200, top + 26, 4) + circle(200, top + length - 30, 4), BRASS)

export const chefsKnife: Item = ({ chooser }) =>
  fill('M182 294V70q0-26 8-34q40 100 36 258z', STEEL) +
  fill('M182 294V70q0-26 8-34q4 100 4 258z', '#c9d0cf') +
  fill(box([178, 288, 50, 14], 3), IRON) +
  handle(302, 150, chooser.pick([WOOD, '#6b4428', '#8d5f38']))

export const paringKnife: Item = ({ chooser }) =>
  fill('M186 262V130q0-22 6-30q26 70 24 162z', STEEL) +
  fill('M186 262V130q0-22 6-30q4 70 4 162z', '#c9d0cf') +
  handle(262, 138, chooser.pick([WOOD, BIRCH, '#6b4428']))

export const breadKnife: Item = ({ chooser }) =>
  fill(
    'M180 300V60q2-16 20-20l18 14l-6 12l10 10l-8 12l10 12l-8 12l10 12l-8 12l10 12l-8 12' +
      'l10 12l-8 12l10 12l-8 12l10 12l-8 12l10 12l-8 12l8 16v36z',
    STEEL
  ) +
  tint('M180 300V60q2-16 20-20l-6 260z', '#fff', 0.3) +
  handle(298, 150, chooser.pick([WOOD, '#8d5f38']))

export const cleaver: Item = ({ chooser }) =>
  fill(box([132, 60, 136, 220], 6), STEEL) +
  fill(box([132, 60, 30, 220], 6), '#cdd4d3') +
  fill(circle(246, 84, 9), '#5e6767') +
  handle(280, 150, chooser.pick([WOOD, '#6b4428']))

export const scissors: Item = ({ accent, body }) =>
  fill('M206 262L170 44q-8 6-10 20l28 210z', STEEL) +
  fill('M194 262l36-218q8 6 10 20l-28 210z', '#8f9898') +
  stroke('M212 262c10 60-14 70-30 104', accent, 22) +
  stroke('M188 262c-10 60 14 70 30 104', accent === body ? INK : accent, 22) +
  stroke(oval([156, 398, 34, 46]) + oval([244, 398, 34, 46]), accent, 20) +
  fill(circle(200, 254, 10), BRASS)

export const choppingBoard: Item = ({ accent, chooser }) => {
  const wood = chooser.pick([WOOD, BIRCH, '#a06c40'])
  return (
    fill(
      'M110 130h62q10-8 8-50q0-36 20-36t20 36q-2 42 8 50h62q14 0 14 14v280q0 14-14 14H110' +
        'q-14 0-14-14V144q0-14 14-14z',
      wood
    ) +
    stroke('M130 134v300M164 134v300M236 134v300M270 134v300', '#00000018', 8) +
    fill(circle(200, 82, 10), '#00000055') +
    fill(circle(226, 300, 34) + circle(176, 340, 28), accent) +
    tint(circle(216, 290, 10) + circle(168, 332, 8), '#fff', 0.5)
  )
}

export const endGrainBoard: Item = ({ accent }) => {
  const rows: string[] = []
  for (let row = 0; row < 7; row += 1) {
    const marks = Array.from(
      { length: 5 },
      (_, column) => [82 + column * 48 + (row % 2) * 22, 110 + row * 40] as const
    )
    rows.push(marks.map(([x, y]) => box([x, y, 42, 35], 2)).join(''))
  }
  return (
    fill(box([70, 100, 270, 300], 10), WOOD) +
    tint(rows.filter((_, index) => index % 2 === 0).join(''), '#6b4428', 0.45) +
    tint(rows.filter((_, index) => index % 2 === 1).join(''), '#f1cf9a', 0.5) +
    fill('M160 330q60-10 70-80q30 70-10 110q-40 26-60-30z', LEAF) +
    stroke('M180 340q36-20 46-66', accent, 4)
  )
}

export const whetstone: Item = ({ accent }) =>
  fill(box([126, 90, 148, 330], 10), BIRCH) +
  solid(box([140, 104, 120, 150], 4), '#8c8f86') +
  solid(box([140, 254, 120, 152], 4), '#c9bfa6') +
  tint('M140 150l120-30v40l-120 30z', '#fff', 0.25) +
  fill('M120 318l190-106l6 12l-178 118z', STEEL) +
  stroke(line([310, 216], [366, 186]), accent, 20)

export const rollingPin: Item = ({ chooser }) => {
  const wood = chooser.pick([WOOD, BIRCH, '#c9976a'])
  return (
    solid(turned(200, [9, 30], [13, 60], [10, 92], [10, 92]), '#8d5f38') +
    solid(turned(200, [10, 408], [13, 440], [9, 470], [9, 470]), '#8d5f38') +
    solid(box([164, 90, 72, 320], 16), wood) +
    stroke('M186 130q6 100 0 240M212 110q6 80 2 180', '#00000018', 4)
  )
}

export const whisk: Item = ({ accent }) =>
  stroke('M200 250C110 190 120 60 200 50C280 60 290 190 200 250', STEEL, 6) +
  stroke('M200 250C150 190 156 70 200 50C244 70 250 190 200 250M200 50v200', STEEL, 5) +
  stroke('M200 250C86 210 92 60 200 50C308 60 314 210 200 250', '#7f8888', 5) +
  solid(turned(200, [12, 240], [16, 262], [20, 380], [14, 440], [14, 440]), accent) +
  stroke(circle(200, 452, 9), STEEL, 5)

export const spoon: Item = ({ chooser }) => {
  const wood = chooser.pick([WOOD, '#a5623c', BIRCH])
  return (
    solid('M190 190h20l8 250q0 18-18 18t-18-18z', wood) +
    fill('M200 40c62 0 62 160 8 170h-16c-54-10-54-170 8-170z', wood) +
    tint('M200 62c38 0 40 120 2 128c-38-8-40-128-2-128z', '#000', 0.18) +
    stroke(circle(200, 434, 4), '#00000055', 4)
  )
}

export const spatula: Item = ({ accent }) =>
  fill('M160 50h80l8 130q0 20-30 24v40h-36v-40q-30-4-30-24z', STEEL) +
  stroke('M180 84v76M200 84v76M220 84v76', '#5e6767', 9) +
  handle(240, 210, accent)

export const sieve: Item = ({ accent }) =>
  fill(circle(200, 240, 140), BIRCH) +
  fill(circle(200, 240, 122), '#e9e4d8') +
  stroke(mesh, '#a9aca4', 2.5) +
  fill('M130 250q30-70 90-50q70 20 40 74q-50 50-110 20q-26-16-20-44z', CREAM) +
  stroke(circle(200, 240, 131), '#00000022', 4) +
  stroke('M332 190l8-4', accent, 20)

export const provingBasket: Item = ({ accent }) =>
  fill(circle(200, 250, 150), BIRCH) +
  stroke(
    [142, 122, 102, 82, 62, 42, 22].map(radius => circle(200, 250, radius)).join(''),
    '#b28a52',
    6
  ) +
  tint(circle(200, 250, 120), '#fff', 0.3) +
  fill(circle(200, 250, 10), accent)

const mesh = Array.from({ length: 11 }, (_, index) => {
  const away = (index - 5) * 20
  const reach = Math.round(Math.sqrt(118 * 118 - away * away))
  return `M${200 + away} ${240 - reach}v${2 * reach}M${200 - reach} ${240 + away}h${2 * reach}`
}).join('')
