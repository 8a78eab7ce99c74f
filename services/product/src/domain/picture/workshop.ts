import { BIRCH, BRASS, CREAM, INK, IRON, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, group, oval, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** More of the workshop: drawn upright around (200, 250), turned by the stage. */

export const spokeshave: Item = ({ accent }) =>
  stroke('M150 250C110 240 90 210 40 222M250 250C290 240 310 210 360 222', accent, 26) +
  solid(box([140, 216, 120, 70], 14), IRON) +
  fill(box([160, 226, 80, 72], 3), STEEL) +
  fill(circle(184, 244, 10) + circle(216, 244, 10), BRASS)

export const rasp: Item = ({ accent }) =>
  fill('M178 250V70q4-34 22-40q18 6 22 40v180z', STEEL) +
  stroke(
    'M188 70h0M206 62h0M194 88h0M212 84h0M188 106h0M206 102h0M194 124h0M212 120h0M188 142' +
      'h0M206 138h0M194 160h0M212 156h0M188 178h0M206 174h0M194 196h0M212 192h0M188 214h0' +
      'M206 210h0',
    '#4f5658',
    6
  ) +
  fill('M192 248h16v30h-16z', IRON) +
  solid(turned(200, [16, 270], [20, 282], [28, 350], [22, 430], [10, 440], [10, 440]), accent)

export const brace: Item = ({ accent }) =>
  stroke('M200 130v50h86v120h-86v60', IRON, 15) +
  solid(turned(200, [44, 66], [50, 90], [22, 122], [18, 136], [18, 136]), accent) +
  solid(box([270, 196, 32, 88], 13), WOOD) +
  solid(box([184, 340, 32, 46], 5), STEEL) +
  stroke('M200 386v70', STEEL, 9) +
  stroke('M190 398l20 10M190 414l20 10M190 430l20 10', STEEL, 5)

export const clamp: Item = ({ accent }) =>
  fill(box([90, 60, 26, 390], 3), STEEL) +
  stroke('M94 300h18M94 320h18M94 340h18M94 360h18', '#5e6567', 3) +
  solid(box([84, 50, 210, 50], 10), WOOD) +
  solid(box([84, 246, 210, 50], 10), WOOD) +
  fill(box([254, 98, 40, 12]) + box([254, 236, 40, 12]), '#c9976a') +
  solid('M224 292h40l34 96q-14 14-26 4z', accent) +
  fill(circle(238, 272, 8), BRASS)

export const toolbox: Item = ({ body, accent }) => {
  const colour = body === CREAM ? accent : body
  return (
    stroke('M130 180c0-70 140-70 140 0', IRON, 13) +
    fill('M60 190h130v60H46zM210 190h130l14 60H210z', colour) +
    tint('M60 190h130v60H46zM210 190h130l14 60H210z', '#fff', 0.2) +
    solid(box([40, 250, 320, 160], 8), colour) +
    stroke('M40 296h320', '#00000044', 5) +
    fill(box([176, 276, 48, 46], 5), BRASS) +
    stroke('M88 190l14-70M106 190l30-90', STEEL, 11) +
    stroke('M290 188l-10-66', WOOD, 13)
  )
}

export const vice: Item = ({ body, accent }) => {
  const colour = body === CREAM ? accent : body
  return (
    stroke('M60 246h80', STEEL, 17) +
    stroke('M70 190v112', STEEL, 11) +
    fill(circle(70, 186, 11) + circle(70, 306, 11), IRON) +
    solid('M120 150h56v150h-56q-16-70 0-150z', colour) +
    solid('M206 150h56q90 10 90 80v60H206z', colour) +
    fill(box([168, 144, 16, 60]) + box([198, 144, 16, 60]), STEEL) +
    solid('M150 300h180l26 66H124z', colour) +
    fill(box([104, 362, 272, 26], 6), IRON)
  )
}

export const oilCan: Item = ({ body, accent }) =>
  stroke('M200 190L300 60', BRASS, 11) +
  solid('M200 150l70 150H130z', accent === CREAM ? body : accent) +
  solid(box([110, 300, 180, 110], 14), STEEL) +
  stroke('M110 336h180M128 410h144', '#5e6567', 5) +
  stroke('M120 330C50 320 60 190 160 230', STEEL, 11) +
  fill('M312 70q14 24 0 34q-16-10 0-34z', '#c98d2b')

export const tin: Item = ({ accent, quiet }) =>
  stroke('M96 190C90 60 310 60 304 190', IRON, 6) +
  solid(box([96, 180, 208, 230], 10), STEEL) +
  fill(box([96, 232, 208, 130]), accent) +
  fill(oval([200, 180, 104, 20]), STEEL) +
  fill(oval([200, 180, 84, 13]), quiet) +
  fill('M130 184q-4 60 8 92q14 20 18-10v-70z', quiet) +
  fill(circle(214, 298, 32), quiet)

export const gluePot: Item = ({ accent, quiet }) =>
  stroke('M230 200L282 92', WOOD, 13) +
  solid('M110 200h180l16 190q0 20-20 20H114q-20 0-20-20z', accent) +
  fill(oval([200, 200, 92, 18]), '#8a5a24') +
  fill(box([130, 270, 140, 80], 4), quiet) +
  stroke('M152 300h96M168 322h64', INK, 4)

export const brush: Item = ({ accent }) =>
  fill('M160 210q-4-90 40-166q44 76 40 166z', '#3d332b') +
  fill('M184 90q12-30 16-46q14 26 22 56z', accent) +
  fill(box([158, 206, 84, 50], 4), '#b9673c') +
  stroke('M158 220h84M158 232h84M158 244h84', '#8a4525', 3) +
  solid(turned(200, [36, 256], [20, 290], [14, 400], [20, 450], [8, 462], [8, 462]), BIRCH) +
  fill(circle(200, 440, 5), INK)

export const broom: Item = ({ accent }) =>
  solid(box([190, 20, 20, 290], 8), BIRCH) +
  solid('M90 300q110-30 220 0v40H90z', WOOD) +
  fill('M92 340h216l14 110H78z', '#5a3a25') +
  stroke(
    'M110 350l-8 92M140 350l-6 92M170 350l-3 92M200 350v92M230 350l3 92M260 350l6 92M290 350l8 92',
    '#3d271a',
    5
  ) +
  fill(box([186, 286, 28, 26], 4), accent)

export const apron: Item = ({ body, accent, quiet }) => {
  const colour = body === CREAM ? accent : body
  return (
    stroke('M150 110C150 30 250 30 250 110', quiet, 9) +
    stroke('M96 232C60 250 50 280 44 310M304 232c36 18 46 48 52 78', quiet, 8) +
    solid('M150 100h100q6 80 64 130v200q0 14-14 14H100q-14 0-14-14V230q58-50 64-130z', colour) +
    fill(box([134, 286, 132, 90], 8), quiet) +
    tint(box([134, 286, 132, 16], 6), '#000', 0.2) +
    stroke('M200 306v66', '#00000033', 3)
  )
}

export const axe: Item = ({ accent }) =>
  solid('M188 80h24q4 160 12 230q8 70 2 130q-22 14-38 0q2-80-2-150q-4-90 2-210z', WOOD) +
  solid('M180 80h40q40 0 70-26q30 70 0 140q-40-36-70-34h-40z', IRON) +
  fill('M290 54q30 70 0 140q-8-8-14-12q22-58-2-116q8-6 16-12z', '#c9d0cf') +
  fill(box([186, 392, 40, 46], 8), accent)

export const pocketKnife: Item = ({ chooser }) =>
  fill('M184 250V76q2-22 12-30q30 60 28 204z', STEEL) +
  fill('M184 250V76q2-22 12-30q4 100 2 204z', '#ccd3d2') +
  stroke('M196 110h18', '#5e6767', 5) +
  solid(
    'M176 250h52q4 60 12 120q2 60-34 70q-34-6-34-70q6-60 4-120z',
    chooser.pick([WOOD, '#6b4428', BIRCH])
  ) +
  fill(box([172, 244, 60, 30], 5), STEEL) +
  group('rotate(8 202 420)', fill(circle(204, 414, 6), '#00000066'))
