import { shadow } from './frame.ts'
import { BRASS, CREAM, INK, IRON, MARIGOLD, STEEL } from './palette.ts'
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
  tint,
  turned
} from './shapes.ts'
import type { Item, Look } from './stage.ts'

/** Lamps and candles on a base line at 418; each with the light that it throws. */

const LIT = '#fff1c4'
const glow = (x: number, y: number, radius: number): string =>
  tint(circle(x, y, radius), '#ffdf8e', 0.16) + tint(circle(x, y, radius * 0.66), '#ffe9ae', 0.22)
const shade = ({ body, accent, chooser }: Look): string => chooser.pick([body, accent])

export const mushroom: Item = look =>
  glow(200, 216, 210) +
  shadow(200, 78) +
  solid(
    turned(200, [24, 220], [30, 330], [70, 400], [72, 418], [72, 418]),
    look.body === CREAM ? look.accent : look.body
  ) +
  fill('M62 236C62 90 338 90 338 236q-138 30-276 0z', LIT) +
  tint('M62 236C62 90 338 90 338 236q-138 30-276 0z', MARIGOLD, 0.18) +
  tint('M84 220C90 130 150 120 190 118C140 140 116 170 112 226z', '#fff', 0.7)

export const deskLamp: Item = look => {
  const colour = shade(look)
  return (
    tint(polygon([96, 214], [180, 160], [250, 418], [20, 418]), '#ffe9ae', 0.3) +
    shadow(280, 70) +
    stroke('M280 400L330 270L190 130', IRON, 9) +
    stroke('M296 372l34-90M308 250l-96-96', STEEL, 4) +
    fill(circle(330, 270, 13), BRASS) +
    solid('M212 400h136q10 0 10 18H202q0-18 10-18z', colour) +
    fill(oval([138, 190, 54, 20]), LIT) +
    group(
      'rotate(-33 160 160)',
      solid('M140 90h40l34 90H106z', colour),
      fill(box([140, 70, 40, 26], 6), colour)
    )
  )
}

export const paperMoon: Item = () =>
  stroke('M200-60v180', INK, 4) +
  glow(200, 236, 196) +
  fill(circle(200, 236, 124), '#fff6dc') +
  tint(circle(200, 236, 124), MARIGOLD, 0.14) +
  stroke(
    [-90, -60, -30, 0, 30, 60, 90]
      .map(dy => {
        const half = Math.round(Math.sqrt(124 ** 2 - dy ** 2))
        return `M${200 - half} ${236 + dy}q${half} 16 ${2 * half} 0`
      })
      .join(''),
    '#d9bf88',
    3
  ) +
  fill(box([178, 106, 44, 12], 3), INK)

export const pendant: Item = look => {
  const colour = shade(look)
  return (
    stroke('M200-60v150', INK, 5) +
    tint(polygon([84, 236], [316, 236], [420, 470], [-20, 470]), '#ffe9ae', 0.26) +
    fill(box([178, 84, 44, 36], 6), BRASS) +
    fill(oval([200, 238, 132, 26]), LIT) +
    solid('M176 116h48q12 50 58 72q44 20 50 50q-132 20-264 0q6-30 50-50q46-22 58-72z', colour) +
    fill('M168 240a32 26 0 0 0 64 0z', '#fff8df')
  )
}

export const floorLamp: Item = look => {
  const colour = shade(look)
  return (
    tint(polygon([70, 160], [180, 160], [230, 400], [10, 400]), '#ffe9ae', 0.28) +
    shadow(268, 60) +
    stroke('M268 410V80q0-40-46-40h-60q-36 0-36 40', INK, 8) +
    solid('M104 76h44l36 84H66z', colour) +
    fill(oval([125, 161, 58, 10]), LIT) +
    solid('M206 418q4-24 62-24t62 24z', INK)
  )
}

export const shadeLamp: Item = look => {
  const foot = look.body === CREAM ? look.accent : look.body
  const pleats = Array.from({ length: 9 }, (_, index) =>
    line([144 + index * 14, 96], [108 + index * 23, 234])
  ).join('')
  return (
    glow(200, 176, 190) +
    shadow(200, 70) +
    fill(box([192, 224, 16, 50]), BRASS) +
    solid(turned(200, [20, 256], [66, 280], [80, 340], [40, 400], [54, 418], [54, 418]), foot) +
    fill(polygon([138, 92], [262, 92], [312, 240], [88, 240]), LIT) +
    tint(
      polygon([138, 92], [262, 92], [312, 240], [88, 240]),
      look.accent === foot ? MARIGOLD : look.accent,
      0.3
    ) +
    faint(0.4, stroke(pleats, '#8d6a34', 3)) +
    stroke('M138 92h124M88 240h224', '#b98d4a', 5)
  )
}

export const lantern: Item = ({ accent, body }) => {
  const metal = accent === CREAM ? body : accent
  return (
    glow(200, 260, 170) +
    shadow(200, 80) +
    stroke('M132 190C132 60 268 60 268 190', IRON, 6) +
    solid('M150 150h100l24 40H126z', metal) +
    solid(box([172, 118, 56, 34], 6), metal) +
    tint(turned(200, [50, 192], [78, 250], [52, 330], [52, 330]), '#fff', 0.55) +
    fill('M200 226q38 50 0 84q-38-34 0-84z', MARIGOLD) +
    fill('M200 262q16 24 0 44q-16-20 0-44z', LIT) +
    stroke('M124 190v150M276 190v150M124 262q76 26 152 0', IRON, 6) +
    solid('M122 336h156l18 60q4 22-14 22H118q-18 0-14-22z', metal) +
    fill(circle(282, 352, 9), BRASS)
  )
}

export const wallLamp: Item = look => {
  const colour = shade(look)
  return (
    tint(polygon([60, 240], [190, 240], [260, 470], [-10, 470]), '#ffe9ae', 0.28) +
    solid(box([316, 130, 40, 120], 18), BRASS) +
    stroke('M330 190L250 120L126 150', BRASS, 11) +
    fill(circle(250, 120, 13), '#8f6a24') +
    solid('M104 142h44l46 98H58z', colour) +
    fill(oval([126, 241, 67, 12]), LIT)
  )
}

export const candlestick: Item = ({ accent, body }) =>
  glow(196, 130, 130) +
  shadow(200, 110) +
  fill('M196 90q26 40 0 62q-26-22 0-62z', MARIGOLD) +
  fill('M196 116q12 18 0 34q-12-16 0-34z', LIT) +
  solid(
    box([172, 156, 48, 190], 4),
    accent === BRASS || accent === MARIGOLD ? CREAM : accent === CREAM ? CREAM : body
  ) +
  stroke('M196 158v-8', INK, 4) +
  stroke('M280 384c70-20 70 40 10 28', BRASS, 11) +
  solid(box([164, 330, 64, 60], 4), BRASS) +
  solid('M70 384h254q-10 34-60 34H130q-50 0-60-34z', BRASS)

export const candles: Item = ({ accent, body, wall }) =>
  glow(200, 150, 150) +
  shadow(200, 120) +
  [
    [118, 230],
    [200, 170],
    [282, 256]
  ]
    .map(
      ([x = 0, top = 0], index) =>
        fill(`M${x} ${top - 56}q20 30 0 48q-20-18 0-48z`, wall === '#e8b04c' ? CREAM : MARIGOLD) +
        stroke(line([x, top - 10], [x, top]), INK, 4) +
        solid(
          polygon([x - 21, top], [x + 21, top], [x + 26, 418], [x - 26, 418]),
          index === 1 ? '#dba24a' : index === 0 ? '#e3b568' : accent === CREAM ? body : '#d1953a'
        )
    )
    .join('')
