import { BIRCH, BRASS, IRON, RUST, STEEL, WOOD } from './palette.ts'
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

/** Hand tools: drawn upright around (200, 250), turned by the stage. */

const grip = (top: number, length: number, colour: string): string =>
  solid(
    turned(
      200,
      [11, top],
      [13, top + 10],
      [24, top + length * 0.4],
      [20, top + length * 0.85],
      [12, top + length],
      [12, top + length]
    ),
    colour
  )

export const hammer: Item = () =>
  solid('M188 110h24l4 170q8 60 4 140q-20 16-40 0q-4-80 4-140z', WOOD) +
  solid('M116 70h118q14 0 60 26q-46 22-60 22H116q-10 0-10-10V80q0-10 10-10z', IRON) +
  fill(box([98, 68, 30, 52], 5), '#5e6567') +
  fill(box([190, 60, 20, 12], 2), BRASS)

export const clawHammer: Item = ({ accent }) =>
  solid('M188 120h24l4 160q8 60 4 144q-20 14-40 0q-4-84 4-144z', accent) +
  solid('M118 72h90c40 0 76 14 92 56l-12 6c-24-26-44-24-70-16H118z', IRON) +
  fill('M226 86c30 2 50 14 66 38c-20-18-44-26-66-26z', '#8d9696') +
  fill(box([100, 66, 34, 58], 6), '#5e6567')

export const mallet: Item = ({ accent }) =>
  solid('M188 170h24l8 250q-20 14-40 0z', BIRCH) +
  solid('M102 70q98-22 196 0l-8 106q-90 14-180 0z', WOOD) +
  stroke('M116 96q84-16 168 0M114 124q86-12 172 0M112 152q88-10 176 0', '#8d5f38', 3) +
  fill(box([190, 56, 20, 16], 2), accent)

export const screwdriver: Item = ({ accent }) =>
  fill(box([193, 60, 14, 190]), STEEL) +
  fill('M190 40h20l4 26h-28z', '#7f8888') +
  fill(box([186, 238, 28, 18], 3), BRASS) +
  solid(turned(200, [14, 256], [26, 270], [34, 330], [30, 410], [16, 432], [16, 432]), accent) +
  stroke('M184 290v110M200 286v122M216 290v110', '#00000022', 5)

export const pliers: Item = ({ accent }) =>
  stroke('M190 190C150 250 150 350 168 440', accent, 30) +
  stroke('M210 190C250 250 250 350 232 440', accent, 30) +
  fill('M196 60c-34 10-44 70-30 140l40 16V60z', STEEL) +
  fill('M204 60c34 10 44 70 30 140l-40 16V60z', '#7f8888') +
  stroke('M200 66v70', IRON, 4) +
  stroke('M188 84h24M188 98h24M188 112h24', IRON, 3) +
  fill(circle(200, 184, 24), IRON) +
  fill(circle(200, 184, 8), STEEL)

export const pincers: Item = ({ accent }) =>
  stroke('M206 190C150 260 160 360 160 440M194 190C250 260 240 360 240 440', IRON, 20) +
  stroke('M160 360v80M240 360v80', accent, 24) +
  stroke('M200 190C120 160 120 80 196 66M200 190C280 160 280 80 204 66', IRON, 26) +
  fill(circle(200, 188, 22), '#5e6567')

export const spanner: Item = ({ accent }) =>
  solid('M184 160h32l6 250q0 28-22 28t-22-28z', STEEL) +
  fill('M150 50l44 20v40l24 10l20-24v-50q44 30 26 90q-20 40-64 40q-66-8-66-70q0-36 16-56z', STEEL) +
  fill('M150 50l44 20v40l-14 6q-34-10-30-66z', '#c9d0cf') +
  fill(box([206, 118, 34, 26], 4), BRASS) +
  stroke('M212 118v26M220 118v26M228 118v26', '#8f6a24', 3) +
  fill(circle(200, 408, 9), accent) +
  stroke('M200 190v170', '#00000022', 9)

export const spannerSet: Item = ({ accent }) =>
  fill(box([70, 130, 260, 290], 8), accent) +
  tint(box([70, 290, 260, 130], 8), '#000', 0.2) +
  [96, 148, 200, 252, 304].map((x, index) => spannerOf(x, 90 + index * 18)).join('') +
  fill(box([70, 318, 260, 102], 6), accent) +
  stroke('M122 326v86M174 326v86M226 326v86M278 326v86', '#00000033', 3)

const spannerOf = (x: number, top: number): string =>
  fill(box([x - 8, top + 20, 16, 300 - top], 2), STEEL) + stroke(circle(x, top + 12, 15), STEEL, 11)

export const foldingRule: Item = ({ quiet }) => {
  const wood = quiet === BIRCH ? WOOD : '#e3bd6f'
  const ticks = (length: number) =>
    Array.from(
      { length: 12 },
      (_, index) =>
        `M${-length / 2 + 14 + (index * (length - 24)) / 12}-15v${index % 3 === 0 ? 16 : 9}`
    ).join('')
  const leg = (x: number, y: number, angle: number) =>
    group(
      `translate(${x} ${y}) rotate(${angle})`,
      fill(box([-110, -16, 220, 32], 10), wood),
      stroke(ticks(220), '#4a3a20', 2.5),
      fill(circle(-98, 4, 7) + circle(98, 4, 7), BRASS)
    )
  return leg(150, 120, 78) + leg(206, 210, -62) + leg(170, 300, 74) + leg(234, 388, -52)
}

export const tapeMeasure: Item = ({ accent }) =>
  fill('M226 300h150v34H226z', '#f0cf57') +
  stroke(
    'M244 300v16M262 300v10M280 300v16M298 300v10M316 300v16M334 300v10M352 300v16',
    '#4a3a20',
    3
  ) +
  fill(box([370, 292, 12, 50], 2), IRON) +
  solid('M70 170q0-50 50-50h80q50 0 50 50v164H100q-30 0-30-30z', accent) +
  solid(circle(160, 220, 62), IRON) +
  fill(circle(160, 220, 40), '#f0cf57') +
  fill(circle(160, 220, 10), IRON)

export const trySquare: Item = () =>
  fill(box([186, 80, 190, 54], 2), STEEL) +
  stroke('M220 134v-16M244 134v-10M268 134v-16M292 134v-10M316 134v-16M340 134v-10', '#5e6567', 3) +
  solid(box([118, 80, 74, 330], 6), '#7a3f2a') +
  fill(box([184, 80, 9, 330]), BRASS) +
  fill(circle(155, 98, 6) + circle(142, 118, 6) + circle(168, 118, 6) + circle(155, 390, 6), BRASS)

export const level: Item = ({ accent }) =>
  solid(box([158, 40, 84, 420], 6), '#8a4a2c') +
  fill(box([154, 36, 92, 26], 4) + box([154, 438, 92, 26], 4), BRASS) +
  fill(box([168, 196, 64, 108], 10), BRASS) +
  fill(box([180, 208, 40, 84], 14), '#cfe08a') +
  fill(oval([200, 250, 14, 18]), '#f5fbe4') +
  stroke('M180 228h40M180 272h40', accent, 4)

export const plumbBob: Item = ({ accent }) =>
  stroke('M200 0v150', accent, 5) +
  fill(box([186, 140, 28, 26], 5), IRON) +
  solid(turned(200, [16, 164], [60, 180], [66, 250], [30, 330], [12, 360], [12, 360]), BRASS) +
  fill('M188 358h24l-12 70z', IRON) +
  stroke('M140 222h120', '#8f6a24', 5)

export const gauge: Item = () =>
  solid(box([184, 50, 34, 400], 5), BIRCH) +
  stroke('M190 90h10M190 110h16M190 130h10M190 150h16M190 170h10M190 190h16', '#8d5f38', 3) +
  solid(box([120, 230, 160, 74], 16), WOOD) +
  fill(box([120, 288, 160, 16], 6), BRASS) +
  fill(circle(200, 214, 20), BRASS) +
  fill(circle(201, 60, 15), STEEL)

export const callipers: Item = ({ accent }) =>
  solid(box([176, 50, 42, 380], 3), BRASS) +
  fill('M176 50h-84q0 66 60 74h24zM176 220h-74q4 60 52 66h22z', BRASS) +
  fill(box([168, 206, 60, 110], 4), '#dfb45c') +
  stroke(
    'M210 70h-14M210 90h-10M210 110h-14M210 130h-10M210 150h-14M210 340h-14M210 360h-10' +
      'M210 380h-14M216 230h-20M216 250h-12M216 270h-20M216 290h-12',
    '#5a4312',
    3
  ) +
  fill(circle(236, 262, 13), accent)

export const pencils: Item = ({ accent }) =>
  [
    [-62, RUST],
    [0, accent],
    [62, '#3f6b4f']
  ]
    .map(([dx, colour]) => pencilAt(200 + Number(dx), String(colour)))
    .join('')

const pencilAt = (x: number, colour: string): string =>
  solid(box([x - 20, 130, 40, 300], 2), colour) +
  fill(polygon([x - 20, 130], [x + 20, 130], [x + 6, 76], [x - 6, 76]), BIRCH) +
  fill(polygon([x - 6, 76], [x + 6, 76], [x, 54]), '#33302c') +
  stroke(line([x, 190], [x, 340]), '#ffffff55', 4)

export const chisel: Item = ({ accent }) =>
  fill('M182 50h36v170l-8 30h-20l-8-30z', STEEL) +
  fill('M182 50l10 26v150l-2 24l-8-30z', '#ccd3d2') +
  fill(box([186, 246, 28, 16], 3), BRASS) +
  grip(262, 170, WOOD) +
  fill(box([184, 418, 32, 14], 3), accent)

export const plane: Item = ({ accent }) =>
  group(
    'translate(0 30)',
    solid(box([40, 250, 320, 62], 8), IRON) +
      fill('M180 250l44-110h30l-26 110z', STEEL) +
      fill('M200 250l34-90h30l-14 90z', '#c98d4b') +
      solid('M262 250c-4-50 0-90 30-116q24-10 34 4c-16 30-14 70-4 112z', accent) +
      solid(turned(100, [10, 176], [34, 186], [30, 216], [22, 250], [22, 250]), accent) +
      fill(circle(214, 196, 11), BRASS) +
      fill(box([40, 304, 320, 10], 3), '#8d9696') +
      stroke('M120 246c-30-40 20-50 8-84c-6-20-30-10-22 6', '#e9c994', 7)
  )

export const blockPlane: Item = ({ accent }) =>
  solid('M76 330V280q10-40 60-44l110-30q60 4 78 60v64z', IRON) +
  fill('M76 330h248v18H76z', '#8d9696') +
  fill('M150 236l120-46l12 22l-116 50z', BRASS) +
  fill(circle(118, 240, 27), accent) +
  fill(circle(240, 232, 11), STEEL)

export const saw: Item = ({ accent }) => backSaw(BRASS, accent)

const backSaw = (back: string, accent: string): string =>
  fill('M178 300V50l74 6v250z', STEEL) +
  fill(
    'M252 58l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8' +
      'l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8l10 8l-10 8z',
    STEEL
  ) +
  fill(box([168, 44, 18, 262], 3), back) +
  solid('M160 300h100q22 40 4 80q-2 50-60 54q-70-2-66-50q2-54 22-84z', WOOD) +
  fill('M186 340h44q10 20 0 44q-10 16-34 12q-24-6-20-28z', '#00000055') +
  fill(circle(180, 318, 6) + circle(240, 318, 6), accent)

export const frameSaw: Item = ({ accent }) =>
  solid(box([90, 80, 22, 340], 8), WOOD) +
  solid(box([288, 80, 22, 340], 8), WOOD) +
  solid(box([100, 236, 200, 20], 6), BIRCH) +
  stroke('M102 100q98 20 196 0M102 104q98-24 196 0', '#d9c9a5', 5) +
  fill(box([194, 98, 12, 130], 3), WOOD) +
  fill(
    'M100 392h200v18l-10-8l-10 8l-10-8l-10 8l-10-8l-10 8l-10-8l-10 8l-10-8l-10 8l-10-8' +
      'l-10 8l-10-8l-10 8l-10-8l-10 8l-10-8l-10 8l-10-8z',
    STEEL
  ) +
  fill(circle(101, 400, 16) + circle(299, 400, 16), accent)

export const pullSaw: Item = ({ accent }) =>
  fill('M188 250L150 60l100-22v190z', STEEL) +
  stroke('M152 62l36 186', '#5e6567', 4) +
  fill(
    'M250 40l8 6l-8 6l8 6l-8 6l8 6l-8 6l8 6l-8 6l8 6l-8 6l8 6l-8 6l8 6l-8 6l8 6l-8 6l8 6' +
      'l-8 6l8 6l-8 6z',
    STEEL
  ) +
  solid(box([180, 240, 40, 216], 12), BIRCH) +
  stroke(
    'M180 290l40 14M180 310l40 14M180 330l40 14M180 350l40 14M180 370l40 14M180 390l40 14' +
      'M180 410l40 14',
    '#9a7138',
    6
  ) +
  fill(box([178, 240, 44, 16], 4), accent)
