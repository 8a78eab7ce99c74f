import { BIRCH, BRASS, CREAM, INK, IRON, MARIGOLD, RUST, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, group, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** Things for outdoors that lie or hang: drawn around (200, 250). */

export const hammock: Item = ({ body, accent, quiet }) =>
  fill('M20 40h26v460H20zM354 40h26v460h-26z', WOOD) +
  stroke('M34 150L80 210M366 150L320 210', BIRCH, 7) +
  solid('M76 200q124 190 248 0q30 180-124 200q-154-20-124-200z', body === CREAM ? accent : body) +
  stroke(
    'M104 240q6 110 60 150M150 286q10 70 36 110M250 286q-10 70-36 110M296 240q-6 110-60 150',
    quiet,
    7
  ) +
  stroke('M76 200l-4 20M324 200l4 20', BIRCH, 9)

export const picnic: Item = ({ body, accent, quiet }) => {
  const cloth = body === CREAM ? accent : body
  return (
    fill(box([64, 74, 272, 352], 6), quiet === cloth ? CREAM : quiet) +
    tint([0, 1, 2, 3].map(index => box([80 + index * 68, 74, 34, 352])).join(''), cloth, 0.6) +
    tint([0, 1, 2, 3, 4].map(index => box([64, 90 + index * 68, 272, 34])).join(''), cloth, 0.6) +
    solid(circle(150, 190, 44), '#fffaf0') +
    fill('M126 190h48l-24 26z', RUST) +
    solid(circle(252, 310, 30), RUST) +
    stroke('M252 282l6-16', '#55805a', 6)
  )
}

export const rope: Item = ({ accent, body }) => {
  const cord = accent === CREAM ? body : accent
  return (
    stroke([116, 92, 68].map(radius => oval([200, 230, radius, radius * 1.1])).join(''), cord, 17) +
    stroke(circle(200, 230, 104), '#ffffff55', 4) +
    solid(box([176, 300, 48, 80], 10), cord) +
    stroke('M176 320h48M176 340h48M176 360h48', '#00000033', 5) +
    stroke('M210 380q20 50 70 60', cord, 15) +
    fill(box([266, 424, 40, 26], 5), WOOD)
  )
}

export const stick: Item = ({ accent, body }) =>
  stroke('M200 60C170 40 160 90 190 100', '#7d4a2d', 7) +
  solid(
    turned(200, [13, 30], [17, 60], [13, 100], [16, 200], [12, 300], [9, 440], [9, 440]),
    '#9a6a42'
  ) +
  stroke('M192 150l6-10M206 220l-6-12M194 300l6-8', '#6d4227', 5) +
  fill(box([190, 432, 20, 24], 3), STEEL) +
  fill(polygon([194, 456], [206, 456], [200, 484]), IRON) +
  fill(box([184, 100, 32, 12], 4), accent === CREAM ? body : accent)

export const compass: Item = ({ accent }) =>
  fill(box([90, 60, 220, 180], 24), BRASS) +
  fill(box([106, 76, 188, 148], 14), '#d6e3e3') +
  tint(polygon([110, 200], [270, 80], [290, 100], [130, 220]), '#fff', 0.6) +
  solid(box([90, 244, 220, 200], 24), BRASS) +
  fill(circle(200, 342, 86), '#fffaf0') +
  stroke(circle(200, 342, 74), INK, 3) +
  stroke('M200 270v12M200 402v12M128 342h12M260 342h12', INK, 5) +
  group(
    'rotate(28 200 342)',
    fill(polygon([200, 276], [214, 342], [186, 342]), RUST),
    fill(polygon([200, 408], [214, 342], [186, 342]), IRON)
  ) +
  fill(circle(200, 342, 8), accent === CREAM ? BRASS : accent)

export const binoculars: Item = ({ accent, body }) => {
  const trim = body === CREAM ? accent : body
  return (
    stroke('M110 110C60 20 340 20 290 110', '#7d4a2d', 8) +
    [-1, 1]
      .map(side =>
        group(
          `translate(${200 + side * 74} 250)`,
          solid(polygon([-36, -140], [36, -140], [58, 120], [-58, 120]), '#34383a'),
          fill(box([-42, -156, 84, 34], 8), INK),
          fill(box([-64, 116, 128, 44], 8), trim),
          fill(oval([0, 158, 54, 10]), '#a9c2cc')
        )
      )
      .join('') +
    solid(box([172, 190, 56, 110], 10), '#4a5052') +
    fill(circle(200, 180, 21), BRASS)
  )
}

export const map: Item = ({ accent }) =>
  fill(
    polygon(
      [60, 120],
      [150, 90],
      [250, 130],
      [340, 96],
      [340, 380],
      [250, 414],
      [150, 374],
      [60, 404]
    ),
    '#f3e8cd'
  ) +
  tint(polygon([150, 90], [250, 130], [250, 414], [150, 374]), '#000', 0.08) +
  fill('M60 300q60-50 120-10t160-30v120l-90 34l-100-40l-90 30z', '#b9c5a5') +
  stroke('M110 110q20 80 80 120t150 60', '#7fa3b0', 11) +
  stroke('M90 370q40-90 110-70t110-130', accent === CREAM ? RUST : accent, 5) +
  fill('M310 168q-22-30 0-48q22 18 0 48z', RUST) +
  stroke(circle(120, 180, 20) + circle(120, 180, 34), '#8d6a34', 2.5)

export const socks: Item = ({ body, accent, quiet }) => {
  const wool = body === CREAM ? accent : body
  const sock = (x: number, angle: number) =>
    group(
      `rotate(${angle} 200 250) translate(${x} 0)`,
      solid('M140 80h90v180q0 30 30 50l50 30q34 26 14 60q-20 24-60 14l-100-50q-34-20-30-70z', wool),
      fill(box([132, 70, 106, 60], 10), quiet === wool ? CREAM : quiet),
      stroke('M150 78v44M170 78v44M190 78v44M210 78v44', '#00000022', 5),
      fill('M296 328l14 12q34 26 14 60q-20 24-50 14q-6-60 22-86z', quiet === wool ? CREAM : quiet),
      stroke('M142 160h88M142 180h88', accent === wool ? MARIGOLD : accent, 7)
    )
  return sock(-46, -12) + sock(20, 6)
}

export const press: Item = ({ accent }) =>
  solid(box([80, 90, 240, 320], 8), BIRCH) +
  [
    [104, 114],
    [296, 114],
    [104, 386],
    [296, 386]
  ]
    .map(
      ([x = 0, y = 0]) => fill(circle(x, y, 17), BRASS) + stroke(`M${x - 9} ${y}h18`, '#7d5c1f', 4)
    )
    .join('') +
  stroke('M200 360C190 300 210 240 196 180', '#55805a', 7) +
  fill('M198 300q-50-4-60-56q56 2 60 56zM204 260q50-10 54-60q-52 4-54 60z', '#55805a') +
  [0, 60, 120, 180, 240, 300]
    .map(angle =>
      group(
        `rotate(${angle} 196 160)`,
        fill(oval([196, 130, 14, 26]), accent === CREAM ? '#7a6396' : accent)
      )
    )
    .join('') +
  fill(circle(196, 160, 13), MARIGOLD)

export const bikeBell: Item = ({ accent }) =>
  stroke('M20 360h360', STEEL, 26) +
  fill(box([160, 310, 80, 90], 12), IRON) +
  solid('M90 300a110 110 0 0 1 220 0q-110 24-220 0z', BRASS) +
  fill(circle(200, 186, 13), '#8f6a24') +
  stroke('M300 310q40 10 50-16', IRON, 13) +
  stroke('M120 150q-20-20-14-50M84 190q-30-10-40-36M280 150q20-20 14-50', accent, 6)

export const pump: Item = ({ accent, body }) =>
  solid(box([180, 110, 40, 300], 8), STEEL) +
  fill(box([192, 60, 16, 60]), '#7f8888') +
  solid(box([176, 24, 48, 80], 16), WOOD) +
  fill(box([174, 380, 52, 40], 6), IRON) +
  fill(box([174, 130, 52, 13]), accent === CREAM ? body : accent) +
  stroke('M200 420q0 40 50 44', INK, 11)

export const patchTin: Item = ({ accent, body }) => {
  const tin = body === CREAM ? accent : body
  return (
    solid(box([70, 110, 260, 170], 26), tin) +
    stroke(box([84, 124, 232, 142], 18), CREAM, 4) +
    stroke(circle(160, 196, 36) + circle(240, 196, 36), CREAM, 5) +
    stroke('M160 196l30-40h40M190 156l14 40h-44M230 156l10 40', CREAM, 4) +
    fill(circle(130, 360, 38), RUST) +
    fill(circle(130, 360, 24), INK) +
    fill(circle(220, 380, 32), RUST) +
    fill(circle(220, 380, 19), INK) +
    solid(box([270, 310, 40, 120], 8), '#f3e8cd') +
    fill(box([280, 296, 20, 18], 3), IRON)
  )
}

export const scarf: Item = ({ body, accent, quiet }) =>
  solid('M110 90q90 60 180 0l20 60q-110 70-220 0z', body) +
  solid(polygon([130, 150], [200, 170], [190, 420], [110, 410]), body) +
  stroke('M126 220l66 10M122 260l70 10M120 330l70 8M116 370l72 8', accent, 9) +
  stroke('M116 414l-4 26M136 416l-2 26M156 420v26M176 420l2 26', quiet, 5)
