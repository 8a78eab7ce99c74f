import { shadow } from './frame.ts'
import { BIRCH, BRASS, CREAM, IRON, LEAF, OAT, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** Kitchen tools that stand on the table, on a base line at 418. */

export const mill: Item = ({ accent, chooser }) => {
  const wood = chooser.pick([WOOD, '#7d5232', BIRCH])
  return (
    shadow(200, 56) +
    solid(
      turned(200, [44, 240], [44, 240], [24, 276], [30, 320], [58, 380], [58, 418], [58, 418]),
      wood
    ) +
    solid(turned(200, [10, 152], [56, 158], [60, 200], [40, 236], [40, 236]), wood) +
    fill(circle(200, 142, 14), BRASS) +
    stroke('M156 238h88', accent, 7)
  )
}

export const mortar: Item = ({ body, accent }) =>
  shadow(200, 90) +
  fill('M232 290L300 130q14-20 34-8t10 36l-66 136z', accent) +
  solid('M84 274h232l-10 40q-10 60-54 78l12 26H136l12-26q-44-18-54-78z', body) +
  fill(oval([200, 274, 116, 17]), '#00000022') +
  stroke('M120 300q30 20 24 56M250 296q-8 30 14 44', '#00000022', 4)

export const grater: Item = ({ accent }) =>
  shadow(200, 78) +
  stroke('M158 150c0-56 84-56 84 0', accent, 15) +
  solid(polygon([150, 150], [250, 150], [284, 418], [116, 418]), STEEL) +
  stroke(grid([164, 196], [5, 6], 18), '#5e6767', 8) +
  stroke('M144 334h112M140 358h120M137 382h126', '#5e6767', 7)

export const colander: Item = ({ body, accent }) =>
  shadow(200, 74) +
  stroke('M66 274q-36-4-32 20t40 18M334 274q36-4 32 20t-40 18', accent, 9) +
  solid('M58 266h284q-6 110-90 132H148q-84-22-90-132z', body) +
  fill('M148 396h104l8 22H140z', accent) +
  fill(oval([200, 266, 142, 18]), accent) +
  stroke(grid([140, 306], [5, 3], 30) + grid([125, 321], [6, 2], 30), '#00000055', 8)

export const grinder: Item = ({ accent, chooser }) => {
  const wood = chooser.pick([WOOD, BIRCH, '#7d5232'])
  return (
    shadow(200, 96) +
    stroke('M200 190V150H96v-18', IRON, 9) +
    fill(circle(96, 120, 18), accent) +
    solid('M130 262q0-76 70-76t70 76z', BRASS) +
    solid(box([110, 262, 180, 156], 6), wood) +
    fill(box([98, 256, 204, 14], 5), wood) +
    fill(box([134, 312, 132, 74], 4), '#00000022') +
    fill(box([134, 308, 132, 72], 4), BIRCH) +
    fill(circle(200, 344, 11), BRASS)
  )
}

export const dripper: Item = ({ body, accent }) =>
  shadow(200, 84) +
  tint('M132 320h136l-12 98H144z', '#fff', 0.5) +
  tint('M139 368h122l-6 50H145z', '#5b3a26', 0.9) +
  stroke('M200 318v50', '#5b3a26', 6) +
  stroke('M264 214c62-4 52 66-24 66', body, 13) +
  solid('M106 196h188l-66 112h-56z', body) +
  fill(polygon([116, 196], [128, 168], [272, 168], [284, 196]), CREAM) +
  fill(box([98, 190, 204, 12], 6), accent) +
  fill(box([124, 304, 152, 14], 7), accent)

export const press: Item = ({ accent, body }) =>
  shadow(200, 78) +
  stroke('M266 232h50q14 0 14 16v110q0 14-14 14h-50', accent, 15) +
  stroke('M200 108v90', STEEL, 7) +
  fill(circle(200, 104, 16), accent) +
  tint(box([132, 200, 136, 212], 6), '#fff', 0.5) +
  fill(box([132, 274, 136, 138], 6), '#4a2c1c') +
  fill('M120 200q6-30 80-30t80 30z', body) +
  stroke('M132 204v208M268 204v208M132 300h136M128 416h144', IRON, 8) +
  tint(box([146, 212, 12, 190], 6), '#fff', 0.5)

export const cakeStand: Item = ({ body, accent, quiet }) =>
  shadow(200, 66) +
  solid(turned(200, [22, 324], [16, 350], [30, 396], [70, 418], [70, 418]), body) +
  solid('M104 302v-66q0-12 12-12h168q12 0 12 12v66z', '#d9a765') +
  fill(
    'M104 250v-14q0-14 14-14h164q14 0 14 14v14q-14 26-26 2q-16 38-34 4q-18 26-32-2' +
      'q-14 40-34 4q-18 26-32-2q-20 20-34-6z',
    quiet === body ? accent : quiet
  ) +
  fill(circle(200, 212, 13), '#b03a2a') +
  fill('M46 300h308q-10 28-60 28H106q-50 0-60-28z', body) +
  stroke('M46 300h308', accent, 7)

export const balance: Item = ({ accent }) =>
  shadow(200, 96) +
  fill('M114 418q4-30 40-30h92q36 0 40 30z', IRON) +
  fill(turned(200, [9, 200], [9, 350], [24, 392], [24, 392]), BRASS) +
  stroke('M74 214q126-46 252 0', BRASS, 11) +
  stroke('M74 214l-38 84M74 214l38 84M326 214l-38 84M326 214l38 84', IRON, 3) +
  solid('M22 296h104q-6 38-52 38t-52-38z', BRASS) +
  solid('M274 296h104q-6 38-52 38t-52-38z', BRASS) +
  fill(circle(200, 186, 16), accent) +
  fill('M300 296v-24h12v-12h22v12h12v24z', IRON) +
  fill(circle(60, 284, 14) + circle(84, 286, 12), accent)

export const springform: Item = ({ accent, quiet }) =>
  shadow(200, 124) +
  solid(box([72, 300, 256, 104], 6), IRON) +
  fill(box([58, 396, 284, 20], 8), '#565c5d') +
  fill('M80 302q10-46 120-46t120 46z', '#dba863') +
  stroke('M130 280l24-14M186 272l26-14M242 276l24-12', quiet, 6) +
  stroke('M250 330h46v34h-46', accent, 9)

export const loafTin: Item = ({ accent }) =>
  shadow(200, 134) +
  fill('M74 330c-20-60 20-88 60-78c30-24 100-24 132 0c44-10 80 20 60 78z', '#c98d4b') +
  stroke('M130 278l22 34M190 268l22 34M250 276l22 34', '#f0cf98', 9) +
  solid('M56 320h288l-22 98H78z', IRON) +
  fill(box([48, 314, 304, 13], 5), accent)

export const eggCups: Item = ({ body, accent }) =>
  [104, 200, 296]
    .map(
      (x, index) =>
        shadow(x, 34) +
        fill(oval([x, 300, 33, 46]), index === 1 ? '#e3b98c' : CREAM) +
        solid(
          turned(x, [42, 306], [40, 352], [12, 380], [34, 418], [34, 418]),
          index === 1 ? body : accent
        )
    )
    .join('')

export const saltBox: Item = ({ accent }) =>
  shadow(200, 100) +
  solid(box([104, 276, 192, 142], 14), WOOD) +
  fill('M112 282q40-44 88-40t88 40z', '#f7f3ea') +
  solid('M150 268l170-62q20 0 22 18l-160 66z', '#a06c40') +
  fill(circle(294, 246, 8), accent) +
  stroke('M126 330q60-20 150 4M122 370q80-24 156 6', '#8d5f38', 4)

export const ovenBasket: Item = ({ accent }) =>
  shadow(200, 92) +
  fill('M88 300c0-92 224-92 224 0z', '#c98d4b') +
  stroke('M150 268q10-26 30-34M196 272q6-26 22-36M242 274q4-18 14-26', '#f3dcb2', 8) +
  solid('M60 296h280q-12 122-88 122H148q-76 0-88-122z', BIRCH) +
  stroke('M62 300h276M68 328h264M80 356h240M100 384h200M128 410h144', '#b28a52', 7) +
  stroke('M66 296h268', accent, 5)

export const herbPot: Item = ({ accent }) =>
  shadow(200, 60) +
  fill(
    circle(160, 250, 40) + circle(240, 250, 40) + circle(200, 214, 46) + circle(200, 270, 40),
    LEAF
  ) +
  solid('M130 290h140l-16 128H146z', accent) +
  fill(box([122, 280, 156, 26], 4), accent) +
  stroke('M170 246h0M204 216h0M236 252h0', OAT, 8)

/** Path data of a grid of dots; a round line cap makes each one visible. */
function grid(start: readonly [number, number], counts: readonly [number, number], step: number) {
  const marks: string[] = []
  for (let row = 0; row < counts[1]; row += 1) {
    for (let column = 0; column < counts[0]; column += 1) {
      marks.push(`M${start[0] + column * step} ${start[1] + row * step}h0`)
    }
  }
  return marks.join('')
}
