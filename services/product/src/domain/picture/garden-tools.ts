import { shadow } from './frame.ts'
import { BIRCH, BRASS, CLAY, CREAM, INK, IRON, LEAF, STEEL, WOOD } from './palette.ts'
import {
  box,
  circle,
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
import type { Item } from './stage.ts'

/** Garden tools: those that lie are drawn upright around (200, 250), those that stand on 418. */

const ash = (top: number, bottom: number): string =>
  solid(box([189, top, 22, bottom - top], 10), BIRCH)
const tee = (top: number, colour: string): string =>
  fill(polygon([170, top + 10], [230, top + 10], [211, top + 50], [189, top + 50]), BIRCH) +
  solid(box([144, top - 8, 112, 26], 12), colour)

export const trowel: Item = ({ accent }) =>
  solid('M150 250h100q14 90-50 180q-64-90-50-180z', STEEL) +
  stroke('M200 262v130', '#5e6567', 5) +
  fill('M191 170h18l8 84h-34z', IRON) +
  solid(turned(200, [12, 40], [20, 50], [22, 110], [15, 160], [13, 180], [13, 180]), BIRCH) +
  fill(box([186, 160, 28, 20], 3), accent)

export const handFork: Item = ({ accent }) =>
  fill(
    'M140 260h24v110l-12 50l-12-50zM188 260h24v120l-12 50l-12-50zM236 260h24v110l-12 50l-12-50z',
    STEEL
  ) +
  fill('M140 284v-20q0-26 60-30q60 4 60 30v20h-24l-6-20h-60l-6 20z', STEEL) +
  fill('M191 170h18l6 74h-30z', IRON) +
  solid(turned(200, [12, 40], [20, 50], [22, 110], [15, 160], [13, 180], [13, 180]), BIRCH) +
  fill(box([186, 160, 28, 20], 3), accent)

export const spade: Item = ({ accent }) =>
  ash(50, 290) +
  tee(40, accent) +
  fill('M184 230h32l4 60h-40z', IRON) +
  solid('M134 280h132v130q-60 30-66 60q-6-30-66-60z', STEEL) +
  fill(box([130, 276, 140, 13], 4), '#c9d0cf')

export const diggingFork: Item = ({ accent }) =>
  ash(50, 290) +
  tee(40, accent) +
  fill('M184 230h32l4 60h-40z', IRON) +
  stroke('M136 300v140l6 24M178 300v150l3 22M222 300v150l-3 22M264 300v140l-6 24', STEEL, 13) +
  fill(box([128, 276, 144, 28], 10), STEEL)

export const rake: Item = ({ accent }) =>
  ash(20, 380) +
  fill(box([188, 330, 24, 56], 4), IRON) +
  stroke(
    'M72 400v44M104 400v44M136 400v44M168 400v44M200 400v44M232 400v44M264 400v44M296 400' +
      'v44M328 400v44',
    STEEL,
    8
  ) +
  fill(box([60, 380, 280, 26], 6), STEEL) +
  fill(box([188, 40, 24, 40], 8), accent)

export const hoe: Item = ({ accent }) =>
  ash(20, 330) +
  stroke('M200 330C200 400 290 380 280 420', IRON, 13) +
  solid('M210 410h140v50H196z', STEEL) +
  fill(box([188, 40, 24, 40], 8), accent)

export const secateurs: Item = ({ accent }) =>
  stroke('M186 220C150 280 150 350 178 436', accent, 30) +
  stroke('M214 220C250 280 250 350 222 436', accent, 30) +
  fill('M200 232C140 190 150 90 214 56C230 110 226 180 200 232z', STEEL) +
  fill('M200 232C238 210 272 160 262 96C240 90 226 130 212 170z', '#7f8888') +
  fill(circle(200, 226, 22), IRON) +
  fill(circle(200, 226, 8), BRASS) +
  stroke('M184 280l32 12l-32 12l32 12', BRASS, 6)

export const shears: Item = ({ accent }) =>
  fill('M196 240C150 180 140 110 150 40C180 90 204 160 212 236z', STEEL) +
  fill('M204 240C250 180 260 110 250 40C220 90 196 160 188 236z', '#8d9696') +
  stroke('M204 240C160 280 130 330 120 360M196 240C240 280 270 330 280 360', IRON, 15) +
  stroke(line([118, 362], [86, 446]) + line([282, 362], [314, 446]), accent, 28) +
  fill(circle(200, 232, 14), BRASS)

export const dibber: Item = ({ accent }) =>
  solid(
    turned(200, [20, 60], [40, 70], [40, 100], [22, 140], [24, 300], [22, 320], [22, 320]),
    BIRCH
  ) +
  fill('M178 318h44l-22 122z', STEEL) +
  stroke('M177 180h46M177 220h46M177 260h46', accent, 6)

export const gloves: Item = ({ body, accent, quiet }) => {
  const colour = body === CREAM ? accent : body
  const hand =
    'M70 320V190q-2-16 12-16t14 16v-50q0-16 14-16t14 16v-14q0-16 14-16t14 16v30' +
    'q2-14 14-14t14 14v74l18-30q14-16 26 2l-34 82q-8 24-16 34z'
  return (
    group(
      'translate(150 20)',
      fill(hand, colour),
      tint(hand, '#000', 0.18),
      fill(box([66, 318, 102, 70], 6), quiet)
    ) +
    fill(hand, colour) +
    fill(box([66, 318, 102, 70], 6), quiet) +
    stroke('M66 340h102M66 362h102', accent, 5)
  )
}

export const twine: Item = ({ accent }) =>
  solid(box([120, 140, 160, 220], 20), accent) +
  stroke(
    'M122 170l156 20M122 196l156 20M122 222l156 20M122 248l156 20M122 274l156 20M122 300l156 20',
    '#00000028',
    7
  ) +
  stroke('M278 330C330 350 300 420 350 440', accent, 8) +
  fill(box([104, 100, 192, 44], 10), WOOD) +
  fill(box([104, 356, 192, 44], 10), WOOD) +
  fill(circle(200, 122, 12), '#00000055')

export const labels: Item = ({ accent }) =>
  [
    [-24, 120],
    [0, 200],
    [24, 280]
  ]
    .map(([angle = 0, x = 0]) =>
      group(
        `translate(${x} 0) rotate(${angle / 2} 0 250)`,
        fill('M-30 90q30-30 60 0v220l-30 110l-30-110z', BIRCH),
        stroke('M0 130v120', accent, 6)
      )
    )
    .join('')

export const wateringCan: Item = ({ body, accent }) =>
  shadow(190, 90) +
  stroke('M150 210C150 120 280 120 290 250q4 60-20 120', accent, 17) +
  fill('M130 352L40 210l26-14l80 104z', body) +
  fill(polygon([20, 214], [72, 176], [84, 190], [36, 230]), BRASS) +
  solid('M126 230h140l14 188H114z', body) +
  fill(oval([196, 230, 70, 13]), '#00000033') +
  stroke('M116 392h162', accent, 6)

export const indoorCan: Item = ({ body, accent }) =>
  shadow(230, 76) +
  stroke('M290 280c80-30 80 100 0 100', accent, 13) +
  stroke('M176 380C80 380 130 220 40 160', body, 15) +
  solid(turned(232, [40, 260], [70, 280], [76, 400], [60, 418], [60, 418]), body) +
  fill(oval([232, 262, 44, 9]), accent)

export const flowerPot: Item = ({ accent }) =>
  shadow(200, 66) +
  solid(polygon([110, 236], [290, 236], [262, 418], [138, 418]), CLAY) +
  solid(box([96, 196, 208, 48], 6), CLAY) +
  fill(oval([200, 197, 100, 15]), '#5a3a25') +
  stroke('M176 186q-6-40-30-56M200 186q0-40 4-70', LEAF, 7) +
  fill('M146 130q-40-10-44-44q44-4 44 44zM204 116q30-20 28-60q-38 20-28 60z', LEAF) +
  tint(box([118, 300, 164, 10]), accent, 0.5)

export const planter: Item = ({ body, accent }) =>
  shadow(200, 92) +
  solid(box([112, 210, 176, 196], 8), body) +
  tint('M112 330q40 30 88 0t88 10v66H112z', '#000', 0.18) +
  fill(box([92, 396, 216, 22], 10), body) +
  fill(oval([200, 212, 88, 13]), '#4a3020') +
  fill(
    'M200 206C150 170 140 120 150 70C200 110 210 160 200 206zM204 206' +
      'C230 170 270 150 300 90C290 160 250 196 204 206zM196 206C160 200 110 180 96 130' +
      'C150 140 180 170 196 206z',
    LEAF
  ) +
  stroke('M112 244h176', accent, 6)

export const bucket: Item = ({ accent }) =>
  shadow(200, 84) +
  stroke('M100 220C90 90 310 90 300 220', IRON, 7) +
  solid(box([160, 106, 80, 22], 10), WOOD) +
  solid(polygon([92, 216], [308, 216], [276, 418], [124, 418]), STEEL) +
  fill(oval([200, 216, 108, 19]), '#5e6567') +
  stroke('M104 276h192M114 340h172', '#00000022', 6) +
  stroke('M92 216h0M308 216h0', accent, 15)

export const feeder: Item = ({ accent, body }) => {
  const roof = body === CREAM ? accent : body
  return (
    stroke('M200 20v70', IRON, 5) +
    shadow(200, 100) +
    fill(polygon([132, 200], [268, 200], [268, 360], [132, 360]), '#fffaf0') +
    fill('M134 270q66-30 132 0v90H134z', '#c99a4f') +
    stroke('M132 200v160M268 200v160', WOOD, 16) +
    solid(polygon([200, 80], [330, 206], [70, 206]), roof) +
    solid(box([86, 356, 228, 26], 4), WOOD) +
    fill('M300 352q-40-4-30-44q8-20 30-16q26 4 40 40l24 4z', '#c0532f') +
    fill(circle(286, 308, 4), INK) +
    stroke('M200 382v36', WOOD, 22)
  )
}

export const trug: Item = ({ accent }) =>
  shadow(200, 130) +
  stroke('M100 310C100 120 300 120 300 310', WOOD, 17) +
  fill(circle(130, 290, 30) + circle(190, 276, 34) + circle(252, 286, 32), accent) +
  fill('M160 262q-30-40 0-60q16 36 0 60zM262 258q30-30 10-60q-30 20-10 60z', LEAF) +
  solid('M40 300h320q-20 90-80 118H120q-60-28-80-118z', BIRCH) +
  stroke('M52 330h296M70 362h260M96 392h208', '#a8773f', 5) +
  stroke('M40 300h320', WOOD, 13)
