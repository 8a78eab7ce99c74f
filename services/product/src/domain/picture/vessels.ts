import { shadow } from './frame.ts'
import { BRASS, CREAM, INK, IRON, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, group, oval, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** Things for the stove and the table that stand by themselves, on a base line at 418. */

export const kettle: Item = ({ body, accent }) =>
  shadow(200, 108) +
  stroke('M122 270C112 130 288 130 278 270', IRON, 12) +
  stroke('M168 172h64', accent, 20) +
  fill('M108 350C70 336 66 290 40 268l28-18c14 22 24 40 52 44z', body) +
  solid(turned(200, [30, 242], [70, 244], [108, 300], [112, 380], [96, 418], [96, 418]), body) +
  fill(oval([200, 243, 38, 8]), accent) +
  fill(circle(200, 228, 12), accent)

export const gooseneck: Item = ({ body, accent }) =>
  shadow(210, 88) +
  stroke('M142 396C70 396 112 262 48 252', body, 13) +
  stroke('M292 290h34q24 0 24 26v60', IRON, 13) +
  solid(turned(216, [66, 270], [68, 280], [88, 400], [88, 418], [88, 418]), body) +
  fill(box([150, 262, 132, 14], 5), accent) +
  fill(circle(216, 250, 13), IRON)

export const teapot: Item = ({ body, accent, quiet, chooser }) =>
  shadow(200, 104) +
  stroke('M290 296c76-24 72 84-4 78', body, 17) +
  fill('M122 372C84 356 92 310 52 278l26-16c18 22 30 32 56 36z', body) +
  solid(turned(200, [44, 252], [86, 258], [116, 330], [96, 400], [60, 418], [60, 418]), body) +
  (chooser.chance(0.5)
    ? tint(turned(200, [112, 318], [116, 334], [114, 350], [114, 350]), quiet, 0.6)
    : '') +
  solid(turned(200, [8, 226], [44, 236], [52, 258], [52, 258]), accent) +
  fill(circle(200, 222, 13), accent)

export const ironTeapot: Item = ({ accent }) =>
  shadow(200, 112) +
  stroke('M104 300C100 170 300 170 296 300', INK, 9) +
  fill('M108 372C76 352 80 330 50 306l22-18c18 18 30 26 56 30z', IRON) +
  solid(turned(200, [56, 284], [112, 290], [130, 350], [104, 412], [70, 418], [70, 418]), IRON) +
  stroke(
    'M110 328h0M140 328h0M170 328h0M200 328h0M230 328h0M260 328h0M290 328h0M125 350h0' +
      'M155 350h0M185 350h0M215 350h0M245 350h0M275 350h0',
    '#6a7072',
    8
  ) +
  fill(turned(200, [20, 268], [56, 276], [58, 288], [58, 288]), '#565c5d') +
  fill(circle(200, 262, 10), accent)

export const moka: Item = ({ accent }) =>
  shadow(196, 84) +
  stroke('M262 204h44q14 0 8 18l-34 104', INK, 17) +
  fill('M132 196l-34-22l44-12z', STEEL) +
  solid('M134 164h132l-22 116h-88z', STEEL) +
  solid('M156 296h88l30 122H126z', STEEL) +
  fill(box([148, 278, 104, 20], 4), IRON) +
  stroke('M184 168l4 108M216 168l-4 108M188 300l-14 116M212 300l14 116', '#7f8888', 3) +
  fill('M140 162q60-40 120 0z', STEEL) +
  fill(circle(200, 134, 13), accent)

export const mug: Item = ({ body, accent, quiet, chooser }) =>
  shadow(190, 86) +
  stroke('M262 290c74-26 74 94-2 86', body, 18) +
  solid(turned(190, [84, 250], [84, 260], [78, 340], [84, 400], [66, 418], [66, 418]), body) +
  fill(oval([190, 250, 84, 15]), accent) +
  fill(oval([190, 253, 72, 10]), '#5b3a26') +
  chooser.pick([
    '',
    tint(box([112, 318, 156, 26]), quiet, 0.75),
    stroke('M124 350h0M158 350h0M192 350h0M226 350h0M254 350h0', quiet, 12)
  ])

export const enamelMug: Item = ({ body, accent }) =>
  shadow(190, 88) +
  stroke('M266 282h40q16 0 16 18v40q0 20-18 20h-38', body, 13) +
  solid(box([106, 250, 168, 168], 12), body) +
  fill(oval([190, 250, 86, 14]), accent) +
  fill(oval([190, 251, 76, 9]), CREAM) +
  stroke('M240 388h0M248 380h0', INK, 7)

export const cup: Item = ({ body, accent }) =>
  shadow(200, 118) +
  stroke('M264 318c54-16 54 58-6 54', body, 13) +
  solid(turned(200, [72, 296], [74, 310], [68, 370], [36, 402], [36, 402]), body) +
  fill(oval([200, 296, 72, 13]), accent) +
  fill(oval([200, 298, 60, 8]), '#4a2c1c') +
  solid('M92 398h216q-20 20-60 20h-96q-40 0-60-20z', accent) +
  stroke('M180 262c-16-20 14-26 0-48M214 266c-14-18 12-24 0-44', '#fff', 4)

export const bowl: Item = ({ body, accent, chooser }) =>
  shadow(200, 76) +
  solid(turned(200, [132, 286], [130, 340], [70, 404], [54, 418], [54, 418]), body) +
  fill(oval([200, 286, 132, 20]), accent) +
  tint(oval([200, 290, 116, 14]), '#000', 0.18) +
  (chooser.chance(0.5)
    ? stroke('M76 326q124 34 248 0', accent, 6)
    : stroke('M84 340q116 34 232 0M98 362q102 30 204 0', accent, 3))

export const mixingBowl: Item = ({ accent }) =>
  shadow(200, 84) +
  solid(turned(200, [130, 270], [126, 350], [80, 410], [64, 418], [64, 418]), '#d3a05e') +
  stroke('M98 330l22 22l22-22l22 22l22-22l22 22l22-22l22 22l22-22l22 22', '#a87538', 5) +
  fill(box([62, 256, 276, 26], 12), '#e4bd84') +
  fill(oval([200, 258, 120, 10]), CREAM) +
  stroke('M226 250l64-130', WOOD, 12) +
  fill(oval([292, 116, 20, 26]), accent)

export const plate: Item = ({ body, accent }) =>
  shadow(200, 96) +
  solid(circle(200, 272, 142), body) +
  stroke(circle(200, 272, 128), accent, 4) +
  tint(circle(200, 272, 92), '#000', 0.08) +
  stroke(
    'M150 220h0M262 300h0M230 216h0M166 320h0M206 262h0M246 346h0M128 270h0M286 248h0',
    accent,
    4
  ) +
  fill('M112 418l20-26h136l20 26z', WOOD)

export const tumbler: Item = ({ accent, body }) =>
  shadow(200, 74) +
  tint('M126 226h148l-16 192H142z', '#fff', 0.45) +
  tint('M132 300h136l-10 118H142z', body === CREAM ? accent : body, 0.55) +
  fill(oval([200, 300, 68, 9]), body === CREAM ? accent : body) +
  stroke('M126 228l16 188h116l16-188', '#fff', 4) +
  stroke('M150 244l10 150', '#fff', 7) +
  stroke(oval([200, 227, 74, 10]), '#fff', 4)

export const carafe: Item = ({ accent }) =>
  shadow(200, 80) +
  tint(turned(200, [34, 176], [34, 250], [40, 280], [92, 330], [88, 418], [88, 418]), '#fff', 0.5) +
  tint(turned(200, [76, 316], [92, 340], [88, 418], [88, 418]), accent, 0.5) +
  stroke(turned(200, [34, 176], [34, 250], [40, 280], [92, 330], [88, 418], [88, 418]), '#fff', 4) +
  tint('M152 118h96l-6 100h-84z', '#fff', 0.55) +
  stroke('M156 218l-4-100h96l-4 100', '#fff', 4) +
  stroke('M136 350v44', '#fff', 8)

export const jug: Item = ({ body, accent, quiet, chooser }) =>
  shadow(196, 84) +
  stroke('M258 226c86-10 70 126-2 130', body, 17) +
  solid('M128 190l-22-20h150v40q24 60 20 130q-2 78-40 78h-90q-36 0-38-78q0-70 20-150z', body) +
  fill('M106 170h150q-10 18-60 18q-46 0-68 2z', accent) +
  (chooser.chance(0.5)
    ? fill(box([112, 300, 160, 14]), quiet) + fill(box([110, 322, 165, 5]), quiet)
    : '')

export const measuringJug: Item = ({ accent }) =>
  shadow(194, 86) +
  stroke('M262 220h40q18 0 16 20l-8 90q-2 18-20 18h-26', '#fff', 13) +
  tint('M128 200l-30-30h170l-8 248H138z', '#fff', 0.5) +
  tint('M134 310h132l-3 108H139z', accent, 0.65) +
  stroke('M98 170h170l-8 246H138l-10-216z', '#fff', 5) +
  stroke('M168 240h36M168 270h22M168 300h36M168 330h22M168 360h36M168 390h22', INK, 4)

export const casserole: Item = ({ body, accent }) =>
  shadow(200, 126) +
  stroke('M76 312q-34 0-30 32q4 10 30 8M324 312q34 0 30 32q-4 10-30 8', body, 14) +
  solid('M74 296h252v86q0 36-38 36H112q-38 0-38-36z', body) +
  solid('M66 296q4-46 134-52q130 6 134 52z', body) +
  fill(box([64, 290, 272, 13], 6), accent) +
  fill(turned(200, [22, 216], [24, 226], [9, 236], [12, 246], [12, 246]), accent)

export const saucepan: Item = ({ accent, quiet }) =>
  shadow(160, 98) +
  fill(box([250, 290, 112, 19], 9), accent) +
  solid('M62 272h200v116q0 30-30 30H92q-30 0-30-30z', STEEL) +
  fill(oval([162, 272, 102, 15]), '#c9cfce') +
  fill(oval([162, 275, 88, 10]), quiet)

export const milkPan: Item = ({ body, accent }) =>
  shadow(170, 84) +
  fill('M250 282l94-35l8 18l-96 47z', accent) +
  solid('M84 262l-14-12h196l-14 12v126q0 30-28 30H112q-28 0-28-30z', body) +
  fill('M70 250h196l-12 14H82z', accent) +
  tint(oval([168, 256, 78, 6]), '#000', 0.25)

export const stockPot: Item = ({ accent }) =>
  shadow(200, 106) +
  stroke('M96 250H70v40h26M304 250h26v40h-26', accent, 11) +
  solid(box([94, 200, 212, 218], 14), STEEL) +
  solid('M88 200q10-30 112-32q102 2 112 32z', STEEL) +
  fill(box([84, 196, 232, 11], 5), IRON) +
  fill(box([182, 148, 36, 16], 7), accent)

export const jamPan: Item = ({ accent }) =>
  shadow(200, 124) +
  stroke('M96 270q104-120 208 0', IRON, 9) +
  solid('M52 274h296l-34 144H86z', '#b9673c') +
  fill(oval([200, 274, 148, 21]), '#d98c5d') +
  fill(oval([200, 279, 130, 15]), accent)

/** Seen from above and hung by its handle. */
const pan =
  (rim: string, inside: string): Item =>
  ({ accent, chooser }) =>
    group(
      `rotate(${chooser.between(-8, 8)} 200 60)`,
      tint(circle(212, 322, 112) + 'M198 80h28v160h-28z', '#000', 0.2),
      fill(circle(200, 60, 9), IRON),
      fill('M188 66q12-14 24 0l6 150h-36z', rim),
      stroke(circle(200, 76, 6), accent, 5),
      solid(circle(200, 310, 112), rim),
      fill(circle(200, 310, 94), inside),
      tint('M118 290a86 86 0 0 1 60-62l6 10a80 80 0 0 0-54 54z', '#fff', 0.3)
    )
export const skillet = pan('#3a3d3e', '#2b2e2f')
export const pancakePan = pan('#4d5355', '#33383a')

export const wok: Item = ({ accent }) =>
  shadow(180, 70) +
  fill(box([286, 268, 84, 20], 10), WOOD) +
  stroke('M60 276q-34 4-30-22q4-14 34-8', IRON, 9) +
  solid('M52 270h256q-14 148-128 148T52 270z', IRON) +
  fill(oval([180, 270, 128, 18]), '#5b6163') +
  stroke(
    'M130 236c-14-22 14-30 0-54M180 232c-14-22 14-30 0-54M230 236c-14-22 14-30 0-54',
    accent,
    5
  )

export const roastingDish: Item = ({ accent, quiet }) =>
  shadow(200, 138) +
  fill('M34 318h332q8 22-22 26H56q-30-4-22-26z', '#6d4227') +
  solid('M64 322h272l-18 82q-4 14-18 14H100q-14 0-18-14z', '#8a5733') +
  fill(oval([200, 322, 140, 20]), '#d9a765') +
  fill(circle(150, 316, 22) + circle(196, 310, 26) + circle(246, 316, 23), quiet) +
  stroke('M170 296l12-28M210 290l4-30M246 298l16-24', accent, 6)

export const jar: Item = ({ body, accent, quiet }) =>
  shadow(200, 74) +
  solid(box([128, 214, 144, 204], 20), body) +
  solid(box([138, 176, 124, 44], 8), accent) +
  fill(box([148, 272, 104, 80], 4), quiet) +
  stroke('M168 300h64M176 322h48', INK, 4)

export const caddy: Item = ({ accent, quiet }) =>
  shadow(200, 84) +
  solid(box([118, 222, 164, 196], 6), accent === BRASS ? STEEL : accent) +
  solid(box([112, 164, 176, 66], 8), STEEL) +
  fill(circle(200, 152, 14), BRASS) +
  stroke('M118 252h164M118 394h164', '#00000033', 4) +
  fill(oval([200, 322, 50, 40]), quiet) +
  fill('M200 296q26 22 0 54q-26-32 0-54z', '#55805a')
