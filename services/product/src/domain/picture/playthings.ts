import { shadow } from './frame.ts'
import { BIRCH, BRASS, CREAM, INK, MARIGOLD, RUST, STEEL, WOOD } from './palette.ts'
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

/** Toys that stand, on a base line at 418. */

const wheel = (x: number, y: number, radius: number): string =>
  fill(circle(x, y, radius), '#3a332d') +
  fill(circle(x, y, radius * 0.5), BIRCH) +
  fill(circle(x, y, radius * 0.16), INK)

export const blocks: Item = ({ body, accent, quiet }) =>
  shadow(200, 144) +
  solid(box([60, 318, 100, 100], 4), body) +
  solid(box([164, 318, 100, 100], 4), BIRCH) +
  solid(box([268, 318, 80, 100], 4), accent) +
  solid(box([108, 218, 100, 100], 4), quiet) +
  solid('M214 318v-100h100v100h-22a28 28 0 0 0-56 0z', WOOD) +
  solid(polygon([110, 216], [158, 130], [206, 216]), accent) +
  solid(box([240, 120, 46, 98], 4), body) +
  fill(circle(110, 368, 20), quiet === body ? accent : quiet) +
  stroke('M194 388l20-44l20 44M200 374h28', WOOD, 8)

export const train: Item = ({ body, accent, quiet }) =>
  shadow(200, 160) +
  solid(box([226, 214, 108, 150], 6), body) +
  fill(box([250, 240, 60, 50], 4), quiet) +
  solid(box([212, 196, 136, 22], 8), accent) +
  solid(box([70, 270, 160, 94], 40), accent === quiet ? WOOD : accent) +
  solid(polygon([96, 272], [84, 200], [140, 200], [128, 272]), INK) +
  solid(turned(180, [9, 240], [20, 250], [20, 274], [20, 274]), BRASS) +
  fill(box([46, 352, 306, 22], 6), '#3a332d') +
  fill(polygon([46, 374], [20, 404], [66, 404], [80, 374]), RUST) +
  wheel(112, 386, 32) +
  wheel(186, 386, 32) +
  wheel(288, 376, 42) +
  tint(circle(120, 160, 24) + circle(160, 120, 32) + circle(216, 90, 24), '#fff', 0.65)

export const car: Item = ({ body, accent, quiet }) =>
  shadow(200, 166) +
  fill(circle(190, 236, 30), BIRCH) +
  fill('M160 236a30 30 0 0 1 60 0z', accent) +
  solid('M30 360q-4-60 50-70q60-10 84-24h60l10-46q6-10 14 0v46q90 4 122 94z', body) +
  fill(circle(130, 322, 27), quiet) +
  fill(box([222, 300, 120, 12], 6), accent) +
  stroke('M130 338v-28l-10 6', INK, 6) +
  wheel(110, 372, 46) +
  wheel(300, 372, 46)

export const boat: Item = ({ body, accent, quiet, wall }) => {
  const sail = quiet === wall ? CREAM : quiet
  return (
    stroke('M196 330V70', WOOD, 11) +
    solid('M206 90q110 80 110 210H206z', sail) +
    solid('M186 130q-96 80-100 170h100z', accent) +
    fill('M196 66l44 16l-44 16z', RUST) +
    solid('M50 320h304q-20 76-80 76H130q-60 0-80-76z', body) +
    stroke('M64 346h276', accent, 6) +
    stroke('M-20 404q25-22 50 0t50 0t50 0t50 0t50 0t50 0t50 0t50 0t50 0', '#fff', 7)
  )
}

export const duck: Item = ({ accent, body }) =>
  shadow(200, 122) +
  stroke('M96 340C40 340 60 404 10 410', RUST, 5) +
  solid('M96 250q30 34 96 30q84-8 146-60q20 150-110 160h-70q-90-10-62-130z', MARIGOLD) +
  solid(circle(136, 196, 66), MARIGOLD) +
  fill('M78 186q-60 0-56 26q20 18 66 6z', RUST) +
  fill(circle(120, 178, 9), INK) +
  fill('M180 300q70 0 110-40q0 80-60 84q-46 0-50-44z', accent === MARIGOLD ? body : accent) +
  wheel(150, 388, 30) +
  wheel(270, 388, 30)

export const horse: Item = ({ body, accent }) =>
  shadow(200, 130) +
  stroke('M60 352q140 100 290-10', RUST, 19) +
  stroke('M130 300l-14 84M276 300l18 80M154 300l0 96M252 300l0 94', WOOD, 19) +
  stroke('M300 240q60 0 52 90', '#4a2f1d', 15) +
  solid(
    'M108 230l-30 30q-30 4-34-24l50-70q16-34 60-36l6-30l22 34q26 40 32 80q60 16 86 12' +
      'q30 10 24 60q-10 40-40 40H130q-30-20-22-96z',
    BIRCH
  ) +
  stroke('M164 112q40 50 36 116', '#4a2f1d', 17) +
  fill(circle(116, 176, 7), INK) +
  fill('M196 222q50 20 86 2q10 40-6 66h-64q-20-30-16-68z', body === CREAM ? accent : body) +
  stroke('M76 232q50 10 86-20', RUST, 6)

export const rings: Item = ({ body, accent, quiet }) =>
  shadow(200, 92) +
  fill(circle(200, 132, 27), RUST) +
  solid(box([190, 140, 20, 60]), BIRCH) +
  [MARIGOLD, accent, quiet, body, RUST]
    .map((colour, index) =>
      solid(box([150 - index * 15, 170 + index * 42, 100 + index * 30, 42], 21), colour)
    )
    .join('') +
  solid('M80 380h240q-6 38-40 38H120q-34 0-40-38z', BIRCH)

export const ark: Item = ({ body, accent, quiet }) =>
  solid(polygon([130, 250], [270, 250], [270, 170], [130, 170]), BIRCH) +
  solid(polygon([110, 176], [200, 100], [290, 176]), body === CREAM ? accent : body) +
  fill(box([160, 196, 34, 54], 3) + box([208, 196, 34, 34], 3), '#5a3a25') +
  stroke('M306 250V150q0-30 22-30l14 6', MARIGOLD, 15) +
  stroke('M312 164h0M312 196h0M312 226h0', WOOD, 7) +
  fill(circle(90, 224, 24), '#8d9696') +
  stroke('M72 232q-20 10-18 30', '#8d9696', 11) +
  solid('M30 250h340q-16 140-90 146H120q-74-6-90-146z', WOOD) +
  stroke('M44 296h312M62 340h276', '#8d5f38', 5) +
  stroke('M30 252h340', quiet, 9) +
  stroke('M-20 404q25-22 50 0t50 0t50 0t50 0t50 0t50 0t50 0t50 0t50 0', '#fff', 7)

export const top: Item = ({ body, accent, quiet }) =>
  shadow(200, 30) +
  group(
    'rotate(-10 200 418)',
    solid(turned(200, [9, 110], [13, 130], [9, 200], [9, 200]), WOOD),
    solid(
      turned(200, [20, 196], [112, 214], [124, 258], [100, 310], [26, 372], [10, 396], [10, 396]),
      body
    ),
    fill('M80 240q120 34 240 0l-8 34q-112 30-226 0z', accent),
    fill('M104 304q96 24 190 2l-20 22q-80 18-150 0z', quiet),
    fill('M190 394h20l-10 26z', STEEL)
  )

export const bear: Item = ({ accent }) =>
  shadow(200, 130) +
  solid(
    'M70 418V300q0-80 70-94q10-40 50-30q90-10 140 60q40 60 24 182h-66q0-50-14-64h-60' +
      'q-20 10-14 64h-60q0-40-8-60q-10 20-6 60z',
    '#9a6a42'
  ) +
  solid(circle(116, 208, 60), '#9a6a42') +
  fill(circle(76, 160, 19) + circle(152, 156, 19), '#8d5f38') +
  fill(oval([88, 226, 34, 25]), BIRCH) +
  fill(circle(72, 218, 10), INK) +
  fill(circle(104, 190, 6) + circle(132, 196, 6), INK) +
  stroke('M160 250q50 20 60 60', accent, 5)

export const elephant: Item = ({ accent, body }) =>
  shadow(200, 122) +
  solid('M150 418V190q20-50 100-50q100 10 104 120v158h-58v-70h-80v70z', '#8d9696') +
  stroke('M352 250q30 30 20 70', '#8d9696', 9) +
  stroke('M110 230C60 270 70 340 60 380q-6 24-30 16', '#8d9696', 32) +
  solid(circle(130, 198, 66), '#8d9696') +
  solid('M140 160q70-50 86 20q6 80-50 96q-50-20-36-116z', '#777f80') +
  fill(circle(100, 184, 7), INK) +
  stroke('M106 256q-10 30-34 34', CREAM, 10) +
  fill('M240 142q70-4 104 60v80h-90q-20-70-14-140z', accent === CREAM ? body : accent) +
  stroke('M256 268h88', MARIGOLD, 7)

export const marbleRun: Item = ({ body, accent }) =>
  shadow(200, 130) +
  solid(box([60, 90, 22, 328], 4), BIRCH) +
  solid(box([318, 90, 22, 328], 4), BIRCH) +
  [
    [130, 1],
    [210, -1],
    [290, 1],
    [370, -1]
  ]
    .map(([y = 0, side = 1], index) =>
      stroke(
        side > 0 ? line([74, y], [300, y + 44]) : line([326, y], [100, y + 44]),
        index % 2 === 0 ? WOOD : accent === CREAM ? body : accent,
        19
      )
    )
    .join('') +
  solid(circle(180, 130, 19), RUST) +
  solid(circle(150, 346, 19), '#2f4f6b') +
  fill('M300 418q4-34 34-34t34 34z', BRASS)

export const drum: Item = ({ body, accent, quiet }) => {
  const colour = body === CREAM ? accent : body
  return (
    shadow(200, 128) +
    stroke('M110 90L230 230M300 80L190 232', BIRCH, 11) +
    fill(circle(106, 84, 15) + circle(304, 76, 15), RUST) +
    solid(box([78, 250, 244, 168], 14), colour) +
    stroke(
      'M82 276l40 116l40-116l40 116l40-116l40 116l38-116',
      quiet === colour ? CREAM : quiet,
      5
    ) +
    fill(box([70, 380, 260, 36], 12), MARIGOLD) +
    fill(box([70, 246, 260, 32], 12), MARIGOLD) +
    fill(oval([200, 248, 126, 24]), '#f5ead3')
  )
}
export const ball: Item = ({ accent, body }) =>
  shadow(200, 90) +
  solid(circle(200, 284, 134), '#b57a48') +
  stroke(
    'M200 150v268M84 216q116 50 232 0M84 352q116-50 232 0M110 186q50 98 0 196M290 186q-50 98 0 196',
    '#6d4227',
    4
  ) +
  stroke('M186 270h28M186 284h28M186 298h28', accent === '#b57a48' ? body : CREAM, 4)
