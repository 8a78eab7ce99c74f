import { shadow } from './frame.ts'
import { BIRCH, BRASS, CREAM, IRON, MARIGOLD, RUST, STEEL, WOOD } from './palette.ts'
import {
  box,
  circle,
  faint,
  fill,
  group,
  oval,
  polygon,
  solid,
  stroke,
  tint,
  turned
} from './shapes.ts'
import type { Item, Look } from './stage.ts'

/** Things for outdoors that stand on the ground, on a base line at 418. */

const canvas = ({ body, accent, quiet }: Look): string =>
  body === CREAM ? (accent === CREAM ? quiet : accent) : body

export const tent: Item = look =>
  shadow(200, 142) +
  solid(polygon([200, 130], [380, 410], [20, 410]), canvas(look)) +
  fill(polygon([200, 130], [270, 410], [130, 410]), '#00000055') +
  fill(polygon([200, 130], [150, 410], [100, 410]), look.quiet === look.wall ? CREAM : look.quiet) +
  stroke('M200 130V96M200 130L380 410M200 130L20 410', WOOD, 6) +
  stroke('M20 410l-16 8M380 410l16 8', CREAM, 3) +
  fill('M200 96l34 11l-34 11z', RUST)

export const sleepingBag: Item = look =>
  shadow(200, 140) +
  solid(box([70, 270, 260, 148], 70), canvas(look)) +
  fill(oval([318, 344, 34, 72]), look.accent === canvas(look) ? CREAM : look.accent) +
  stroke('M318 304c20 20 20 60-2 74c-16-4-18-40-4-52', '#00000055', 7) +
  stroke('M130 272v144M214 272v144', WOOD, 13) +
  fill(box([120, 330, 22, 22], 4) + box([204, 330, 22, 22], 4), BRASS)

export const stove: Item = () =>
  shadow(200, 110) +
  fill('M200 210q50 50 34 110h-68q-20-60 34-110z', MARIGOLD) +
  fill('M200 254q26 30 18 66h-36q-8-36 18-66z', RUST) +
  solid(polygon([110, 290], [290, 290], [280, 418], [120, 418]), STEEL) +
  fill(box([150, 340, 100, 60], 8), '#2b2622') +
  fill('M166 400q4-40 34-50q30 10 34 50z', MARIGOLD) +
  stroke('M100 288h200', IRON, 9) +
  stroke('M150 312h0M176 312h0M202 312h0M228 312h0M254 312h0', IRON, 9) +
  solid('M120 190h160v74q0 18-18 18H138q-18 0-18-18z', '#6d7475') +
  fill(oval([200, 190, 80, 13]), '#8d9696') +
  stroke('M120 196C110 110 290 110 280 196', IRON, 6)

export const campKettle: Item = ({ accent }) =>
  shadow(200, 112) +
  stroke('M104 290C104 140 296 140 296 290', IRON, 7) +
  fill('M96 362l-54-50l24-16l54 36z', STEEL) +
  solid(turned(200, [70, 276], [112, 296], [118, 380], [104, 418], [104, 418]), STEEL) +
  solid(turned(200, [30, 256], [70, 268], [74, 282], [74, 282]), '#8d9696') +
  fill(circle(200, 248, 12), accent) +
  tint('M90 396h220l-8 22H98z', '#000', 0.4)

export const flask: Item = look =>
  shadow(200, 66) +
  solid(box([138, 196, 124, 222], 16), canvas(look)) +
  fill(box([138, 360, 124, 14]), STEEL) +
  solid(box([150, 154, 100, 44], 8), STEEL) +
  solid(
    polygon([152, 80], [248, 80], [256, 158], [144, 158]),
    look.accent === canvas(look) ? CREAM : look.accent
  ) +
  stroke('M262 240q34 0 34 30v50q0 30-34 30', IRON, 9)

export const bottle: Item = look =>
  shadow(200, 66) +
  stroke('M176 120C160 60 240 60 224 120', IRON, 11) +
  solid(box([170, 112, 60, 46], 8), IRON) +
  solid(
    'M172 156h56q4 30 34 46q8 6 8 30v166q0 20-20 20H150q-20 0-20-20V232q0-24 8-30q30-16 34-46z',
    canvas(look)
  ) +
  stroke('M154 250v120', '#ffffff66', 8) +
  fill(
    polygon([200, 270], [236, 330], [164, 330]),
    look.accent === canvas(look) ? CREAM : look.accent
  ) +
  stroke('M160 346h80', CREAM, 4)

export const campLantern: Item = look =>
  tint(circle(200, 290, 150), '#ffe9ae', 0.35) +
  shadow(200, 76) +
  stroke('M146 196C140 90 260 90 254 196', IRON, 7) +
  solid('M140 190h120l14 40H126z', canvas(look)) +
  fill(box([138, 230, 124, 120], 10), '#fff1c4') +
  tint(box([160, 240, 80, 100], 30), MARIGOLD, 0.5) +
  stroke('M166 232v116M200 232v116M234 232v116', IRON, 4) +
  solid(box([120, 348, 160, 70], 12), canvas(look)) +
  fill(circle(200, 384, 13), CREAM)

export const rucksack: Item = look => {
  const cloth = canvas(look)
  return (
    shadow(200, 112) +
    stroke('M170 112q30-50 60 0', '#7d4a2d', 13) +
    solid('M104 200q0-100 96-100t96 100v190q0 28-28 28H132q-28 0-28-28z', cloth) +
    solid(box([70, 270, 46, 120], 14), cloth) +
    solid(box([284, 270, 46, 120], 14), cloth) +
    solid('M98 190q0-96 102-96t102 96v56q-102 30-204 0z', cloth) +
    tint('M98 238q102 30 204 0v10q-102 30-204 0z', '#000', 0.3) +
    fill(box([136, 310, 128, 84], 10), '#00000022') +
    stroke('M160 226v110M240 226v110', '#7d4a2d', 15) +
    fill(box([148, 300, 24, 20], 4) + box([228, 300, 24, 20], 4), BRASS)
  )
}

export const boots: Item = ({ accent, body }) => {
  const boot = (dx: number) =>
    group(
      `translate(${dx} 0)`,
      solid('M130 180h90v120q60 10 90 50q16 24 8 48H120q-8-60 10-100z', '#8a5733'),
      fill('M112 392h210v26H122q-14-4-10-26z', '#3a2a20'),
      fill(box([122, 172, 106, 26], 10), accent === CREAM ? body : accent),
      stroke('M196 220l34 8M192 246l40 10M194 272l44 12', CREAM, 6),
      stroke('M250 318q30 20 44 56', '#6d4227', 4)
    )
  return shadow(200, 150) + group('translate(-20 -14)', boot(70)) + boot(-50)
}

export const umbrella: Item = look =>
  stroke('M200 100v250q0 46-36 46t-36-40', WOOD, 13) +
  solid(
    'M30 250C40 60 360 60 370 250q-28-30-57 0q-28-30-57 0q-28-30-56 0q-28-30-57 0' +
      'q-28-30-57 0q-28-30-56 0z',
    canvas(look)
  ) +
  stroke(
    'M200 108C150 140 144 200 143 250M200 108C250 140 256 200 257 250M200 108v142',
    '#00000033',
    3
  ) +
  fill(box([195, 78, 10, 32], 4), STEEL)

export const hat: Item = look =>
  shadow(200, 116) +
  fill(circle(200, 152, 38), look.quiet === look.wall ? CREAM : look.quiet) +
  solid('M84 340q-6-170 116-176q122 6 116 176z', canvas(look)) +
  stroke(
    'M130 200q-20 60-18 130M166 176q-16 70-14 156M200 170v164M234 176q16 70 14 156' +
      'M270 200q20 60 18 130',
    '#00000026',
    7
  ) +
  solid(box([70, 328, 260, 90], 24), look.accent === canvas(look) ? CREAM : look.accent) +
  stroke(
    'M100 340v66M130 340v66M160 340v66M190 340v66M220 340v66M250 340v66M280 340v66M306 340v66',
    '#00000022',
    6
  )

export const pannier: Item = look =>
  shadow(200, 130) +
  stroke('M150 140q50-50 100 0', '#7d4a2d', 13) +
  solid('M80 200h240l14 200q0 18-18 18H84q-18 0-18-18z', canvas(look)) +
  solid(box([72, 142, 256, 92], 26), canvas(look)) +
  tint(box([72, 220, 256, 16], 8), '#000', 0.25) +
  stroke('M132 150v160M268 150v160', '#7d4a2d', 17) +
  fill(box([118, 280, 28, 24], 4) + box([254, 280, 28, 24], 4), BRASS) +
  fill(box([164, 330, 72, 40], 6), look.accent === canvas(look) ? CREAM : look.accent)

export const bicycle: Item = look =>
  shadow(200, 170) +
  stroke(circle(96, 338, 78) + circle(304, 338, 78), IRON, 9) +
  faint(0.5, stroke(spokes(96) + spokes(304), STEEL, 2)) +
  stroke(
    'M96 338l60-116h110l-76 116zM156 222l34 116M266 222l38 116M266 222l-10-40',
    canvas(look),
    11
  ) +
  stroke('M150 208l-8-26M256 182h34q20 4 14 24', IRON, 8) +
  solid('M108 172h66q8 14-10 16l-40 4q-22-4-16-20z', '#7d4a2d') +
  stroke(circle(190, 338, 16), BRASS, 6) +
  stroke('M190 338l24 30M206 370h20', IRON, 6) +
  fill(circle(96, 338, 8) + circle(304, 338, 8), BRASS) +
  fill(circle(300, 236, 13), CREAM)

export const bikeBasket: Item = ({ accent, body }) =>
  shadow(200, 116) +
  fill('M120 240q-20-80 10-110q30 20 20 110zM190 240q-20-100 20-130q36 30 10 130z', '#55805a') +
  fill(polygon([236, 240], [268, 120], [292, 130], [270, 240]), '#d9a765') +
  solid('M74 232h252l-34 186H108z', '#c99f62') +
  stroke(
    'M84 264h232M92 300h216M98 336h204M104 372h192M140 234l14 180M200 234v182M260 234l-14 180',
    '#8d6a34',
    6
  ) +
  stroke('M70 232h260', '#8d6a34', 15) +
  stroke('M130 240v60M270 240v60', accent === CREAM ? body : accent, 13) +
  fill(box([118, 290, 24, 20], 3) + box([258, 290, 24, 20], 3), BIRCH)

export const saddle: Item = ({ chooser }) =>
  stroke('M150 300q20 60 130 70M250 290q-10 60-30 80M220 370v80', STEEL, 11) +
  solid(
    'M40 236q6-30 60-34q90 0 130-40q40-34 110-20q30 10 26 70q-4 60-46 70q-40 6-60-20' +
      'q-60-40-160-10q-54 10-60-16z',
    chooser.pick(['#a8622f', '#7d4a2d', '#2f2b27'])
  ) +
  fill(circle(336, 172, 8) + circle(344, 206, 8) + circle(330, 240, 8) + circle(62, 230, 6), BRASS)

const spokes = (x: number): string =>
  `M${x} 260v156M${x - 78} 338h156M${x - 55} 283l110 110M${x + 55} 283l-110 110`
