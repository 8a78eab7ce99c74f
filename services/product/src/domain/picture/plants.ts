import { shadow } from './frame.ts'
import { blade, leaf } from './leaf.ts'
import { CLAY, GREEN, LEAF, MARIGOLD, SAGE } from './palette.ts'
import { circle, fill, group, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import type { Item, Look } from './stage.ts'

/** Plants in pots, on a base line at 418. */

const pot = ({ body, accent, chooser }: Look, top = 296): string => {
  const clay = chooser.pick([CLAY, body, accent])
  const shape = chooser.pick([
    solid(polygon([138, top], [262, top], [246, 418], [154, 418]), clay) +
      solid(polygon([128, top - 4], [272, top - 4], [270, top + 26], [130, top + 26]), clay),
    solid(turned(200, [66, top - 4], [76, top + 40], [70, 400], [44, 418], [44, 418]), clay),
    solid(polygon([136, top - 4], [264, top - 4], [264, 418], [136, 418]), clay) +
      tint(
        polygon([136, top + 30], [264, top + 30], [264, top + 44], [136, top + 44]),
        '#fff',
        0.35
      )
  ])
  return shadow(200, 64) + shape
}

const shades = [LEAF, '#3f6e4d', '#6d9667'] as const
const shade = (index: number): string => shades[index % 3] ?? LEAF

const crown = (x: number, y: number, radius: number): string =>
  fill(
    circle(x, y, radius) +
      circle(x - radius * 0.8, y + radius * 0.5, radius * 0.7) +
      circle(x + radius * 0.8, y + radius * 0.5, radius * 0.7),
    LEAF
  ) +
  tint(
    circle(x + radius * 0.5, y + radius * 0.5, radius * 0.7) +
      circle(x + radius * 0.8, y + radius * 0.5, radius * 0.7),
    '#1f4b3a',
    0.35
  ) +
  tint(circle(x - radius * 0.5, y - radius * 0.1, radius * 0.45), '#fff', 0.16)

/** A stem with a round head of leaves, and fruit of a colour. */
const tree =
  (fruit: string, leaves: string): Item =>
  look =>
    stroke('M200 300C196 270 206 240 200 190', '#7d5232', 12) +
    fill(circle(200, 138, 72) + circle(144, 172, 50) + circle(256, 172, 50), leaves) +
    tint(circle(234, 154, 54) + circle(258, 174, 46), '#12382a', 0.3) +
    tint(circle(170, 112, 32), '#fff', 0.16) +
    stroke('M154 146h0M206 118h0M248 162h0M186 182h0M136 188h0M228 196h0', fruit, 21) +
    pot(look)

export const lemonTree = tree('#f2c531', LEAF)
export const orangeTree = tree('#e2892f', '#3f6e4d')

export const oliveTree: Item = look =>
  stroke('M200 300C190 250 212 220 198 110M200 220l46-54M198 180l-44-46', '#8b6a48', 9) +
  [
    [-64, 196, 116],
    [-30, 198, 104],
    [0, 198, 106],
    [30, 200, 104],
    [62, 204, 112],
    [-70, 156, 140],
    [-20, 152, 130],
    [30, 160, 140],
    [70, 246, 166],
    [20, 244, 162],
    [-30, 238, 170],
    [-80, 196, 176],
    [80, 204, 196]
  ]
    .map(([angle = 0, x = 0, y = 0], index) =>
      leaf([x, y, angle], [72, 13], index % 2 === 0 ? '#8fa283' : '#6d8466')
    )
    .join('') +
  stroke('M166 112h0M236 138h0M182 158h0', '#3e3a4c', 14) +
  pot(look)

export const herb: Item = look => {
  const needles = [20, 44, 68, 92, 116, 140, 164].map(up => `M-13-${up + 15}l13 15l13-15`).join('')
  const twig = (angle: number, index: number) =>
    group(`translate(200 300) rotate(${angle})`, stroke(`M0 0v-176${needles}`, shade(index), 6))
  return [-58, -38, -20, 0, 20, 38, 58].map(twig).join('') + pot(look)
}

export const lavender: Item = look =>
  [-44, -30, -16, 0, 16, 30, 44]
    .map((angle, index) =>
      group(
        `translate(200 300) rotate(${angle})`,
        stroke('M0 0v-130', '#6f8a68', 5),
        fill(oval([0, -166, 11, 46]), index % 2 === 0 ? '#7a6396' : '#947fb0'),
        stroke('M0-204h0M-6-186h0M6-168h0M-6-150h0', '#b8a7cc', 6)
      )
    )
    .join('') + pot(look)

export const fern: Item = look =>
  [-84, -62, -40, -18, 6, 28, 50, 72, 90]
    .map((angle, index) =>
      group(
        `translate(200 298) rotate(${angle})`,
        fill('M0 0C30-60 40-130 6-200C-14-140-24-60 0 0z', shade(index)),
        stroke(
          'M0-10C10-70 14-130 6-190M6-50l18-12M9-80l20-14M12-110l16-14M0-60l-14-16M4-96l-14-16',
          '#23503c',
          3
        )
      )
    )
    .join('') + pot(look)

export const snakePlant: Item = look =>
  [
    [-20, 176, 210],
    [14, 222, 230],
    [-6, 196, 262],
    [28, 240, 170],
    [-34, 160, 150]
  ]
    .map(([angle = 0, x = 0, length = 0]) =>
      group(
        `translate(${x} 302) rotate(${angle})`,
        fill(blade(18, 30, length), '#d8cf74'),
        fill(blade(12, 21, length - 16), '#3f6e4d'),
        stroke(
          [0.2, 0.36, 0.52, 0.66]
            .map(part => `M-12-${Math.round(length * part)}q12-12 24 0`)
            .join(''),
          '#8fb08a',
          5
        )
      )
    )
    .join('') + pot(look)

export const cactus: Item = look =>
  solid(circle(200, 216, 104), '#4d7d5a') +
  stroke(
    'M200 112v208M166 118q-40 98-10 196M234 118q40 98 10 196M136 136q-50 80-20 150' +
      'M264 136q50 80 20 150',
    '#2f5a41',
    6
  ) +
  stroke(
    'M200 140l-9-9M200 140l9-9M200 184l-9-9M200 184l9-9M200 228l-9-9M200 228l9-9M160 160' +
      'l-9-8M160 160l9-8M150 220l-9-8M150 220l9-8M240 160l-9-8M240 160l9-8M250 220l-9-8' +
      'M250 220l9-8',
    '#f0dc9a',
    4
  ) +
  fill('M182 112q18-44 36 0z', MARIGOLD) +
  pot(look, 308)

export const monstera: Item = look =>
  [
    [-52, 120, 1],
    [36, 268, 0.95],
    [-8, 196, 1.15],
    [72, 300, 0.7]
  ]
    .map(
      ([angle = 0, x = 0, scale = 1], index) =>
        stroke(`M200 300Q${200 + angle} 250 ${x} ${200 - scale * 50 + index * 12}`, '#3f6e4d', 7) +
        group(
          `translate(${x} ${210 - scale * 50 + index * 12}) rotate(${angle * 0.7}) scale(${scale})`,
          fill(
            'M0 14C-20 34-66 14-70-30l26 8l-30-30q4-20 14-34l24 28l-14-44q20-26 50-34q30 8 50 34' +
              'l-14 44l24-28q10 14 14 34l-30 30l26-8C66 14 20 34 0 14z',
            shade(index)
          ),
          stroke('M0 10v-96', '#23503c', 4)
        )
    )
    .join('') + pot(look)

export const aloe: Item = look =>
  [-78, -54, -30, -10, 12, 34, 58, 80]
    .map((angle, index) =>
      group(
        `translate(200 304) rotate(${angle})`,
        fill(
          'M-22 0C-20-90-6-140 4-176C10-130 22-80 22 0z',
          index % 2 === 0 ? '#6f9a78' : '#54805f'
        ),
        stroke('M-8-40h0M2-70h0M-6-100h0M8-24h0', '#d7e4c8', 5)
      )
    )
    .join('') + pot(look)

export const geranium: Item = look =>
  crown(200, 216, 66) +
  stroke('M160 210q-10-50-20-80M220 190q10-50 14-90M262 226q20-40 40-60', '#3f6e4d', 6) +
  [
    [138, 122],
    [234, 88],
    [304, 158]
  ]
    .map(
      ([x = 0, y = 0]) =>
        fill(
          circle(x, y, 24) + circle(x - 18, y + 12, 16) + circle(x + 18, y + 12, 16),
          '#d4617a'
        ) + stroke(`M${x} ${y}h0M${x - 14} ${y + 12}h0M${x + 14} ${y + 12}h0`, '#f4c9c9', 7)
    )
    .join('') +
  pot(look)

export const strawberry: Item = look =>
  crown(200, 230, 62) +
  stroke('M150 270q-50 10-60 60M250 268q50 10 66 70', '#3f6e4d', 5) +
  [
    [90, 340],
    [316, 346],
    [168, 262],
    [236, 256]
  ]
    .map(
      ([x = 0, y = 0]) =>
        fill(`M${x - 20} ${y}q20-18 40 0q0 30-20 44q-20-14-20-44z`, '#c5392f') +
        stroke(`M${x - 8} ${y + 8}h0M${x + 8} ${y + 8}h0M${x} ${y + 24}h0`, '#f3d98f', 4)
    )
    .join('') +
  stroke('M184 196h0M226 214h0', '#fff', 18) +
  stroke('M184 196h0M226 214h0', MARIGOLD, 8) +
  pot(look, 300)

export const succulent: Item = look =>
  [0, 1, 2]
    .map(ring =>
      [0, 1, 2, 3, 4, 5, 6, 7]
        .map(step =>
          leaf(
            [200, 236, step * 45 + ring * 22],
            [104 - ring * 30, 30 - ring * 7],
            ring === 1 ? SAGE : shade(ring)
          )
        )
        .join('')
    )
    .join('') + pot(look, 300)

/** A bulb in leaf and flower, without a pot but with its roots in the soil. */
export const tulip: Item = ({ accent, body, wall }) => {
  const [flame, flower] = accent === wall ? [body, '#f6e7cf'] : ['#b8382c', '#f6e7cf']
  return (
    [
      [118, 196, -8],
      [200, 150, 0],
      [284, 190, 8]
    ]
      .map(
        ([x = 0, y = 0, angle = 0]) =>
          stroke(`M${200 + (x - 200) * 0.6} 400Q${x} 320 ${x} ${y + 40}`, '#4d7d5a', 9) +
          group(
            `translate(${x} ${y}) rotate(${angle})`,
            fill('M-38-60l20 24l18-34l18 34l20-24q14 70-14 98q-24 16-48 0q-28-28-14-98z', flower),
            fill(
              'M-30-30q16 40 14 74q-20-24-14-74zM30-30q-16 40-14 74q20-24 14-74zM0-50q12 50 0 96' +
                'q-12-46 0-96z',
              flame
            )
          )
      )
      .join('') +
    fill('M140 400q-70-70-60-150q60 50 84 150zM262 400q60-60 60-130q-56 40-82 130z', LEAF) +
    shadow(200, 96) +
    fill('M112 418q8-40 88-40t88 40z', '#5a3a25') +
    stroke('M150 402h0M186 394h0M224 402h0M252 408h0', '#7d5232', 8)
  )
}

export const sprout: Item = look =>
  stroke('M200 300q-4-60 0-120', GREEN, 9) +
  leaf([200, 190, -52], [120, 44], LEAF) +
  leaf([200, 190, 52], [120, 44], '#3f6e4d') +
  leaf([200, 240, -80], [70, 26], '#6d9667') +
  leaf([200, 250, 80], [70, 26], LEAF) +
  pot(look)
