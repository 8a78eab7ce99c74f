import { shadow } from './frame.ts'
import { BIRCH, BRASS, CREAM, INK, MARIGOLD, RUST, WOOD } from './palette.ts'
import { box, circle, fill, group, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import type { Item } from './stage.ts'

/** Soft toys that sit and things to play with by hand, on a base line at 418. */

export const teddy: Item = ({ accent, body, chooser }) => {
  const fur = chooser.pick(['#b98352', '#9a6a42', '#c99a5f'])
  return (
    shadow(200, 116) +
    fill(circle(136, 106, 34) + circle(264, 106, 34), fur) +
    fill(circle(136, 106, 18) + circle(264, 106, 18), '#e3c193') +
    solid(
      'M128 262q-70 30-66 96q20 24 48 4q20-40 44-60zM272 262q70 30 66 96q-20 24-48 4q-20-40-44-60z',
      fur
    ) +
    solid(oval([200, 320, 84, 98]), fur) +
    solid(circle(200, 164, 88), fur) +
    fill(circle(122, 392, 40) + circle(278, 392, 40), fur) +
    fill(circle(118, 396, 22) + circle(282, 396, 22), '#e3c193') +
    fill(oval([200, 196, 42, 34]), '#e3c193') +
    fill(oval([200, 180, 15, 11]), INK) +
    stroke('M200 190v16q-12 12-24 4M200 206q12 12 24 4', INK, 4) +
    fill(circle(166, 150, 8) + circle(234, 150, 8), INK) +
    fill('M200 258l-50-24v50zM200 258l50-24v50z', accent === fur ? body : accent) +
    fill(circle(200, 258, 12), accent === fur ? CREAM : body)
  )
}

export const rabbit: Item = ({ accent, body, chooser }) => {
  const fur = chooser.pick(['#d8c7a8', '#b9b3a8', '#efe3cc'])
  return (
    shadow(200, 90) +
    solid(
      'M166 120C130 80 130 0 156-6C184 0 190 80 186 120zM234 120C270 80 290 30 268 14' +
        'C240 6 214 80 214 120z',
      fur
    ) +
    stroke('M160 20q-4 40 10 76M262 34q-14 30-26 64', '#d9a08e', 11) +
    solid(oval([200, 330, 82, 88]), fur) +
    solid('M126 270q74-34 148 0l14 96q-88 30-176 0z', accent === CREAM ? body : accent) +
    stroke('M200 262v116', '#00000033', 4) +
    stroke('M214 290h0M214 324h0M214 358h0', CREAM, 10) +
    solid(circle(200, 176, 78), fur) +
    fill(circle(170, 168, 8) + circle(230, 168, 8), INK) +
    fill('M188 196h24l-12 14z', '#b8604f') +
    stroke('M200 210q-10 16-24 8M200 210q10 16 24 8', INK, 3) +
    fill(oval([146, 406, 44, 20]) + oval([254, 406, 44, 20]), fur)
  )
}

export const doll: Item = ({ accent, body, chooser }) => {
  const hair = chooser.pick([RUST, '#5a3a25', '#d9a94f'])
  const dress = body === CREAM ? accent : body
  return (
    shadow(200, 92) +
    stroke('M176 380v34M224 380v34', '#f0d2b4', 20) +
    fill(oval([168, 412, 22, 12]) + oval([232, 412, 22, 12]), INK) +
    stroke('M150 256l-52 60M250 256l52 60', '#f0d2b4', 20) +
    solid('M160 232h80l62 150q-102 24-204 0z', dress) +
    fill(box([176, 306, 48, 40], 8), CREAM) +
    stroke('M108 362q92 20 184 0', CREAM, 6) +
    stroke('M122 160q-20 50-6 100M278 160q20 50 6 100', hair, 24) +
    fill(circle(116, 266, 13) + circle(284, 266, 13), MARIGOLD) +
    fill(circle(200, 150, 84), hair) +
    fill('M128 164a72 72 0 0 0 144 0q-30-20-40-54q-40 46-104 54z', '#f0d2b4') +
    fill(circle(174, 176, 7) + circle(226, 176, 7), INK) +
    stroke('M182 204q18 14 36 0', RUST, 5) +
    tint(circle(154, 198, 12) + circle(246, 198, 12), '#d97b6a', 0.6)
  )
}

export const puppets: Item = ({ body, accent }) =>
  shadow(200, 138) +
  solid('M60 418l20-150h70l20 150z', body === CREAM ? accent : body) +
  fill(circle(115, 210, 56), '#eecbaa') +
  fill('M62 190l6-70l26 30l22-44l22 44l26-30l6 70q-54-20-108 0z', MARIGOLD) +
  fill(circle(96, 208, 6) + circle(134, 208, 6), INK) +
  stroke('M98 236q16 14 34 0', RUST, 5) +
  fill('M66 230q50 60 98 0q0 60-48 64q-46-8-50-64z', '#efe6d6') +
  solid('M220 418l14-130h90l20 130z', '#4d7d5a') +
  solid('M204 240q0-26 30-30l110-20q26 4 20 40q-4 60-70 66q-90 4-90-56z', '#5d9268') +
  fill('M206 250l14 14l12-16l14 18l12-18l14 18l12-18l14 18l12-18l10 14v12H210z', CREAM) +
  fill(circle(320, 196, 21), CREAM) +
  fill(circle(316, 196, 9), INK) +
  stroke('M118 240v16', RUST, 5)

export const kaleidoscope: Item = ({ accent, body }) =>
  shadow(200, 150) +
  group(
    'rotate(-24 200 300)',
    solid(box([60, 250, 250, 100], 8), accent === BRASS ? body : accent),
    fill(box([48, 244, 36, 112], 6) + box([200, 246, 14, 108]), BRASS),
    solid(box([296, 240, 52, 120], 8), BRASS),
    stroke(
      'M120 270h0M150 300h0M120 330h0M176 276h0M176 326h0M240 280h0M260 310h0M240 336h0',
      CREAM,
      11
    )
  ) +
  fill('M80 418l30-40h180l30 40z', WOOD)

export const kite: Item = ({ body, accent, quiet }) =>
  group(
    'rotate(14 200 200)',
    fill(polygon([200, 20], [310, 170], [200, 330], [90, 170]), body),
    fill(
      polygon([200, 20], [310, 170], [200, 170]) + polygon([200, 330], [90, 170], [200, 170]),
      accent
    ),
    stroke('M200 20v310M90 170h220', '#00000033', 4)
  ) +
  stroke('M162 332C200 380 120 400 160 440C190 470 120 490 130 520', quiet, 5) +
  [
    [176, 368],
    [146, 418],
    [166, 458]
  ]
    .map(([x = 0, y = 0]) => fill(`M${x} ${y}l-26-14v28zM${x} ${y}l26-14v28z`, RUST))
    .join('')

export const loom: Item = ({ body, accent, quiet }) =>
  shadow(200, 140) +
  solid(box([70, 110, 24, 308], 4), BIRCH) +
  solid(box([306, 110, 24, 308], 4), BIRCH) +
  fill(box([104, 150, 192, 240]), '#f8f1e0') +
  stroke(
    'M112 144v250M128 144v250M144 144v250M160 144v250M176 144v250M192 144v250M208 144v250' +
      'M224 144v250M240 144v250M256 144v250M272 144v250M288 144v250',
    '#d3c29c',
    3
  ) +
  fill(box([104, 330, 192, 64]), body) +
  fill(box([104, 304, 192, 26]), accent) +
  fill(box([104, 284, 192, 20]), quiet) +
  fill(box([104, 270, 192, 14]), RUST) +
  solid(box([56, 120, 288, 26], 4), WOOD) +
  solid(box([56, 388, 288, 26], 4), WOOD) +
  fill('M150 232q60-26 130 0q-70 26-130 0z', WOOD)

export const chess: Item = ({ chooser }) => {
  const [near, far] = chooser.chance(0.5) ? ['#e3c08c', '#5f3524'] : ['#5f3524', '#e3c08c']
  return (
    shadow(200, 150) +
    solid(
      turned(
        286,
        [9, 150],
        [36, 168],
        [20, 200],
        [18, 200],
        [24, 300],
        [52, 390],
        [56, 418],
        [56, 418]
      ),
      far
    ) +
    fill(box([279, 116, 14, 40], 2) + box([268, 126, 36, 13], 2), far) +
    solid(
      'M84 418q-6-44 22-60q30-40 22-76l-50 26q-24-6-26-30q40-84 84-100l10-26l20 30' +
        'q50 40 40 120q-4 40-6 56q26 16 22 60z',
      near
    ) +
    fill(circle(132, 218, 7), far) +
    stroke('M186 210q16 50 8 120', far, 5)
  )
}

export const diceCup: Item = ({ accent, body }) =>
  shadow(170, 90) +
  solid(polygon([90, 190], [250, 190], [232, 418], [108, 418]), '#7d4a2d') +
  fill(box([84, 184, 172, 24], 8), '#5f3524') +
  stroke('M104 400h132', BIRCH, 4) +
  stroke('M96 226h148', accent === CREAM ? body : accent, 9) +
  solid(box([254, 350, 68, 68], 10), '#faf3e4') +
  stroke('M272 368h0M304 400h0M288 384h0', INK, 11) +
  group(
    'rotate(18 330 320)',
    solid(box([296, 282, 62, 62], 10), '#faf3e4'),
    stroke('M312 298h0M342 298h0M312 328h0M342 328h0', INK, 10)
  )

export const cube: Item = ({ chooser }) => {
  const [one, two] = chooser.chance(0.5) ? [BIRCH, '#7d4a2d'] : ['#7d4a2d', BIRCH]
  const faces = [0, 1, 2].flatMap(row =>
    [0, 1, 2].map(column => {
      const [x, y] = [70 + column * 44, 214 + column * 22 + row * 52]
      return (
        fill(
          polygon([x, y], [x + 43, y + 22], [x + 43, y + 73], [x, y + 51]),
          (row + column) % 2 === 0 ? one : two
        ) +
        fill(
          polygon(
            [202 + column * 44, y - column * 22 + 66 - column * 22],
            [245 + column * 44, y - column * 22 + 44 - column * 22],
            [245 + column * 44, y - column * 22 + 95 - column * 22],
            [202 + column * 44, y - column * 22 + 117 - column * 22]
          ),
          (row + column) % 2 === 0 ? two : one
        )
      )
    })
  )
  const lids = [0, 1, 2].flatMap(row =>
    [0, 1, 2].map(column => {
      const [x, y] = [200 + (column - row) * 44, 148 + (column + row) * 22]
      return fill(
        polygon([x, y], [x + 43, y + 21], [x, y + 43], [x - 43, y + 21]),
        (row + column) % 2 === 0 ? two : one
      )
    })
  )
  return (
    shadow(200, 110) +
    faces.join('') +
    tint(polygon([202, 280], [334, 214], [334, 370], [202, 438]), '#000', 0.18) +
    lids.join('')
  )
}
