import { ALL_SCHEMES, CREAM, GREEN, INK, LEAF, MARIGOLD, RUST } from './palette.ts'
import { box, circle, fill, group, laid, oval, stroke, turnedBy } from './shapes.ts'
import { byWords } from './subject.ts'
import { fitText, typeset } from './text.ts'
import { surface } from './frame.ts'
import type { Drawing, Lexicon } from './subject.ts'

/** A packet of seeds: what grows from it, drawn large, above its name. */
export const drawSeeds: Drawing = (subject, chooser) => {
  const scheme = chooser.pick(ALL_SCHEMES)
  const paper = chooser.pick([CREAM, '#f6ead2', '#efe6cf'])
  const band = chooser.pick([GREEN, RUST, '#2f4f6b', '#6a3346'])
  const grown = byWords(subject.name, CROPS) ?? chooser.pick([sunflower, poppy, carrot, lettuce])
  const title = fitText(subject.name.replace(/ seeds?$/i, ''), {
    width: 196,
    linesMax: 2,
    sizeMax: 38,
    sizeMin: 14,
    heightMax: 66
  })
  const packet =
    fill(box([80, 60, 240, 380], 4), paper) +
    fill('M80 92V60h240v32q-120 22-240 0z', band) +
    stroke(box([94, 114, 212, 204], 2), band, 3) +
    group('translate(200 216) scale(.95)', grown) +
    fill(box([80, 332, 240, 108], 4), band) +
    typeset(title.lines, {
      x: 200,
      y: 388 - (title.size * 1.16 * (title.lines.length - 1)) / 2 + title.size * 0.26,
      size: title.size,
      colour: CREAM
    }) +
    stroke('M150 424h100', MARIGOLD, 3)
  return surface(scheme, chooser) + laid(turnedBy(chooser.between(-9, 9), [200, 250], packet))
}

/** All drawn on a field of 200 by 200 around (0, 0). */
const petals = (count: number, petal: string, colour: string): string => {
  const turns = Array.from({ length: count }, (_, index) => Math.round((360 / count) * index))
  const leaves = turns.map(turn => `<path transform="rotate(${turn})" d="${petal}"/>`)
  return `<g fill="${colour}">${leaves.join('')}</g>`
}

const stem =
  stroke('M0 20V96', LEAF, 9) +
  fill('M0 80q-40-4-50-40q46 0 50 40zM0 70q40-10 46-44q-42 6-46 44z', LEAF)
const sunflower =
  stem +
  group(
    'translate(0 -18)',
    petals(16, 'M-9-30q9-60 18 0z', MARIGOLD),
    petals(12, 'M-8-26q8-44 16 0z', '#d7842a'),
    fill(circle(0, 0, 32), '#4a2f1d'),
    stroke('M-10-8h0M10-8h0M0 8h0M-14 12h0M14 12h0', '#7d5232', 8)
  )
const poppy =
  stem +
  fill('M0-80C50-90 70-30 40 6C20 26-20 26-40 6C-70-30-50-90 0-80z', RUST) +
  fill(circle(0, -24, 18), INK) +
  stroke('M-26-52q26 20 52 0', '#8e3520', 4)
const sweetPea =
  stroke('M0 96C-10 40 20 0 0-80M4 30q40 0 54-30', LEAF, 6) +
  [
    [-30, -60],
    [34, -34],
    [-34, 4]
  ]
    .map(
      ([x = 0, y = 0]) =>
        fill(`M${x} ${y}q-44-10-36-44q24-20 36 10q12-30 36-10q8 34-36 44z`, '#8a3f6a') +
        fill(circle(x, y - 4, 13), '#d9a3bd')
    )
    .join('')
const meadow = [
  [-56, RUST, -50],
  [-18, '#5b74a8', -76],
  [22, MARIGOLD, -44],
  [58, '#b65a86', -66]
]
  .map(
    ([x, colour, y]) =>
      stroke(`M${Number(x)} 96Q${Number(x) * 0.7} 20 ${x} ${y}`, LEAF, 5) +
      group(
        `translate(${x} ${y})`,
        petals(7, 'M-6-6q6-36 12 0z', String(colour)),
        fill(circle(0, 0, 9), '#f6e3b0')
      )
  )
  .join('')
const tomato =
  fill(circle(0, 14, 72), '#c5392f') +
  fill(oval([-40, 14, 26, 66]) + oval([40, 14, 26, 66]), '#b13028') +
  fill('M0-56l14 16l34-8l-18 28l14 24l-30-10l-14 26l-14-26l-30 10l14-24l-18-28l34 8z', LEAF) +
  stroke('M0-50q4-30 20-40', LEAF, 9)
const carrot =
  fill('M-34-20q34-24 68 0q-4 80-34 116q-30-36-34-116z', '#df7a2b') +
  stroke('M-22 10h20M-14 40h16M10 22h14', '#b85c1a', 5) +
  fill(
    'M-4-28q-50-10-44-64q40 10 44 64zM4-28q50-10 44-64q-40 10-44 64zM0-30q-16-40 0-70q16 30 0 70z',
    LEAF
  )
const lettuce =
  fill(circle(0, 0, 86), '#7fa35f') +
  petals(8, 'M-30-20q0-66 30-72q30 6 30 72z', '#94b56e') +
  petals(6, 'M-22-10q0-50 22-54q22 4 22 54z', '#a9c682') +
  stroke('M-80-20q-14-30 10-50M80-20q14-30-10-50', '#8a4a3a', 7) +
  fill(circle(0, 0, 18), '#c6d99b')
const bean =
  stroke('M-50 96C-60 20 30 0-20-96', LEAF, 7) +
  fill(
    'M20-70q30 60 12 130q-8 20-20 0q10-70-6-124q2-16 14-6zM56-40q26 50 8 110q-8 16-18 0' +
      'q10-60-4-104q2-14 14-6z',
    '#5d8a4d'
  ) +
  fill('M-30-40q-50-10-56-56q56 0 56 56zM-40 20q-46 6-56 44q50 4 56-44z', LEAF) +
  fill(circle(-14, -60, 14) + circle(-2, -48, 11), RUST)
const basil =
  stroke('M0 96V-40', LEAF, 7) +
  [
    [0, -30, 0],
    [-8, 10, -58],
    [8, 10, 58],
    [-8, 56, -72],
    [8, 56, 72]
  ]
    .map(([x = 0, y = 0, turn = 0]) =>
      group(
        `translate(${x} ${y}) rotate(${turn})`,
        fill('M0 0C40-20 34-60 0-72C-34-60-40-20 0 0z', '#4f8a4b'),
        stroke('M0-6v-52', '#2f5f38', 3)
      )
    )
    .join('')
const pumpkin =
  fill(oval([0, 20, 90, 66]), '#8da088') +
  fill(oval([0, 20, 30, 66]), '#a4b59c') +
  fill(oval([-54, 22, 24, 58]) + oval([54, 22, 24, 58]), '#7b8f78') +
  stroke('M0-44q0-30 22-38', '#6b5a35', 13) +
  fill('M10-50q50-40 80-10q-40 30-80 10z', LEAF)
const radish =
  fill('M0-20C50-24 64 30 30 56Q10 70 0 98Q-10 70-30 56C-64 30-50-24 0-20z', '#c23a52') +
  fill('M-16 62q16 10 32 0Q8 76 0 98Q-8 76-16 62z', CREAM) +
  fill('M-2-20q-50-10-50-72q46 12 50 72zM2-20q50-10 50-72q-46 12-50 72z', LEAF)
const pea = group(
  'rotate(-30)',
  fill('M-90 0Q0-60 90 0Q0 60-90 0z', '#5d8a4d'),
  fill(circle(-44, 0, 20) + circle(0, 0, 24) + circle(44, 0, 20), '#a6c979')
)
const pepper =
  fill('M-40-40q40-30 80 0q24 40-10 110q-30 40-50 10q-40-60-20-120z', '#c5392f') +
  stroke('M0-50q0-24 14-36', LEAF, 13)

const CROPS: Lexicon<string> = [
  [/sunflowers?/g, sunflower],
  [/popp(y|ies)|marigolds?|cosmos|zinnias?/g, poppy],
  [/sweet peas?/g, sweetPea],
  [/meadow|wild ?flowers?|flowers?/g, meadow],
  [/tomato(es)?/g, tomato],
  [/carrots?|parsnips?/g, carrot],
  [/lettuces?|cabbages?|kale|spinach|chard/g, lettuce],
  [/beans?/g, bean],
  [/basil|parsley|mint|thyme|sage|herbs?|dill|coriander/g, basil],
  [/pumpkins?|squash|melons?/g, pumpkin],
  [/radish(es)?|beetroots?|turnips?/g, radish],
  [/\bpeas?\b/g, pea],
  [/peppers?|chill?i(es)?/g, pepper]
]
