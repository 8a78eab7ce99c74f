import { shadow } from './frame.ts'
import { BIRCH, BLUSH, BRASS, CREAM, INK, MARIGOLD, RUST, STEEL, WOOD } from './palette.ts'
import { box, circle, fill, oval, polygon, solid, stroke, tint, turned } from './shapes.ts'
import { fitText, typeset } from './text.ts'
import { byWords } from './subject.ts'
import type { Box } from './shapes.ts'
import type { Item, Look } from './stage.ts'
import type { Lexicon } from './subject.ts'

/** What food is sold in, each with its name printed on it; on a base line at 418. */

/** The name, set into a field between two rules. */
const label = ([x, y, width, height]: Box, name: string, colour: string): string => {
  const title = fitText(name, {
    width: width - 14,
    linesMax: 4,
    sizeMax: 34,
    sizeMin: 11,
    heightMax: height - 46
  })
  const middle = x + width / 2
  const lines = title.size * 1.16 * (title.lines.length - 1)
  return (
    stroke(`M${middle - 22} ${y + 9}h44M${middle - 22} ${y + height - 9}h44`, colour, 3) +
    typeset(title.lines, {
      x: middle,
      y: y + height / 2 - lines / 2 + title.size * 0.34,
      size: title.size,
      colour
    })
  )
}

const LIGHT = new Set([CREAM, MARIGOLD, BLUSH])
const inkOn = (ground: string): string => (LIGHT.has(ground) ? INK : CREAM)
const dark = ({ body, accent, quiet }: Look): string =>
  [body, accent, quiet].find(colour => !LIGHT.has(colour)) ?? INK

/** What a glass shows of its content. */
const contentOf = ({ name, chooser }: Look): string =>
  byWords(name, CONTENTS) ?? chooser.pick(['#c98b2b', '#a23c34', '#7d5232', '#8a8a3a'])

const CONTENTS: Lexicon<string> = [
  [/honey/g, '#e0a021'],
  [/chestnut/g, '#8a4d1f'],
  [/marmalade|orange|apricot/g, '#e2842a'],
  [/damson|plum|blackberr|grape|blueberr/g, '#5b2a4a'],
  [/raspberr|strawberr|cherry|redcurrant/g, '#b32e3c'],
  [/mustard/g, '#c99a2c'],
  [/capers?|olives?|pesto|pickles?|gherkins?/g, '#7c8741'],
  [/tomato/g, '#c5402c'],
  [/vinegar|wine/g, '#7a2738'],
  [/oil/g, '#b9a53a'],
  [/syrup|maple/g, '#9a5a1e'],
  [/\bsalt/g, '#eeeae0']
]

export const jar: Item = look => {
  const content = contentOf(look)
  return (
    shadow(200, 80) +
    solid('M124 240q0-26 22-32h108q22 6 22 32v152q0 26-24 26H148q-24 0-24-26z', content) +
    tint('M146 208h108l6 10H140z', '#fff', 0.5) +
    stroke('M140 236v150', '#ffffffaa', 8) +
    fill(box([124, 262, 152, 116]), '#fffaf0') +
    fill(box([124, 262, 152, 8]) + box([124, 370, 152, 8]), dark(look)) +
    label([126, 268, 148, 104], look.name, INK) +
    solid(box([138, 164, 124, 46], 6), look.accent === CREAM ? BRASS : look.accent) +
    stroke('M160 172v30M180 172v30M200 172v30M220 172v30M240 172v30', '#00000022', 3)
  )
}

/** With a cloth over the lid. */
export const jam: Item = look => {
  const content = contentOf(look)
  const cloth = look.body === CREAM ? look.accent : look.body
  return (
    shadow(200, 84) +
    solid('M116 256q0-30 26-34h116q26 4 26 34v136q0 26-24 26H140q-24 0-24-26z', content) +
    stroke('M132 256v136', '#ffffff88', 8) +
    fill(oval([200, 326, 70, 62]), '#fffaf0') +
    stroke(oval([200, 326, 62, 54]), content, 3) +
    label([140, 276, 120, 100], look.name, INK) +
    solid(
      'M140 172q60-26 120 0l10 40l16 26l-20-8l-12 14l-14-12l-14 14l-12-14l-14 14l-14-14' +
        'l-14 14l-12-14l-14 12l-12-14l-20 8l16-26z',
      cloth
    ) +
    stroke('M160 184h0M190 178h0M220 178h0M246 186h0M174 208h0M206 204h0M236 210h0', CREAM, 8) +
    stroke('M134 214q66-16 132 0', BRASS, 5)
  )
}

export const bottle: Item = look => {
  const content = contentOf(look)
  const glass = turned(
    200,
    [20, 116],
    [20, 200],
    [26, 224],
    [70, 266],
    [70, 290],
    [70, 418],
    [70, 418]
  )
  return (
    shadow(200, 66) +
    solid(glass, content) +
    stroke('M146 290v110', '#ffffff99', 8) +
    fill(box([130, 290, 140, 104]), '#fffaf0') +
    fill(box([130, 290, 140, 8]), dark(look)) +
    label([131, 298, 138, 94], look.name, INK) +
    solid(box([176, 84, 48, 62], 5), look.accent === CREAM ? RUST : look.accent) +
    fill(box([184, 64, 32, 24], 6), BIRCH)
  )
}

export const tin: Item = look => {
  const ground = look.body === look.wall ? look.accent : look.body
  return (
    shadow(200, 92) +
    solid(box([112, 216, 176, 202], 8), ground) +
    solid(box([106, 168, 188, 56], 8), look.accent === ground ? BRASS : look.accent) +
    fill(box([112, 252, 176, 132]), ground === CREAM ? dark(look) : CREAM) +
    label([120, 256, 160, 124], look.name, ground === CREAM ? CREAM : INK) +
    tint(box([126, 180, 16, 32], 4), '#fff', 0.5)
  )
}

export const can: Item = look => {
  const ground = /tomato/i.test(look.name) ? '#b8382c' : dark(look)
  return (
    shadow(200, 92) +
    solid(box([110, 190, 180, 228], 8), STEEL) +
    fill(oval([200, 192, 90, 16]), '#c9d0cf') +
    stroke(oval([200, 192, 74, 11]), '#7f8888', 3) +
    solid(box([110, 222, 180, 166]), ground) +
    fill(circle(200, 304, 68), CREAM) +
    label([136, 252, 128, 104], look.name, INK) +
    stroke('M122 240h156M122 372h156', MARIGOLD, 4)
  )
}

export const flatTin: Item = look => {
  const ground = dark(look)
  return (
    shadow(200, 150) +
    fill(polygon([40, 360], [360, 360], [340, 418], [60, 418]), STEEL) +
    solid(box([40, 206, 320, 160], 40), ground) +
    stroke(box([54, 220, 292, 132], 30), MARIGOLD, 4) +
    fill('M90 250q40-34 90 0l24-16v36l-24-16q-50 32-90-4z', STEEL) +
    fill(circle(108, 248, 4), INK) +
    label([120, 268, 160, 84], look.name, CREAM) +
    stroke(circle(318, 240, 13), STEEL, 6)
  )
}

export const bag: Item = look => {
  const paper = look.chooser.pick([
    '#d9b98a',
    '#efe2c8',
    look.body === CREAM ? look.accent : look.body
  ])
  const ink = paper === '#d9b98a' || paper === '#efe2c8' ? INK : CREAM
  const field = look.accent === paper ? look.quiet : look.accent
  return (
    shadow(200, 96) +
    solid(polygon([108, 150], [292, 150], [298, 418], [102, 418]), paper) +
    fill(polygon([108, 150], [292, 150], [288, 106], [112, 106]), paper) +
    tint(polygon([108, 150], [292, 150], [288, 106], [112, 106]), '#000', 0.14) +
    stroke('M112 128h176', BRASS, 7) +
    (ink === INK
      ? fill(box([118, 206, 164, 140], 4), field) +
        label([124, 210, 152, 132], look.name, inkOn(field))
      : label([124, 200, 152, 150], look.name, ink)) +
    stroke('M128 390h144', ink, 3)
  )
}

export const smallBag: Item = look => {
  const band = dark(look)
  return (
    shadow(200, 100) +
    tint('M112 190q88-20 176 0l14 228H98z', '#fff', 0.6) +
    stroke(
      'M130 400h0M160 392h0M190 402h0M220 392h0M250 402h0M276 394h0M146 372h0M176 368h0' +
        'M208 374h0M240 368h0M268 374h0',
      contentOf(look),
      27
    ) +
    solid(polygon([112, 190], [288, 190], [292, 290], [108, 290]), band) +
    label([118, 194, 164, 92], look.name, CREAM) +
    fill('M150 150l50 40l50-40l-12 46h-76z', '#fffaf0') +
    stroke('M164 176q36 14 72 0', RUST, 9)
  )
}

export const bar: Item = look => {
  const wrap = look.body === CREAM ? look.accent : look.body
  const pieces = [0, 1, 2]
    .map(column => [0, 1].map(row => box([122 + column * 53, 66 + row * 46, 49, 42], 4)).join(''))
    .join('')
  return (
    solid(box([116, 60, 168, 160], 4), '#5a321f') +
    fill(pieces, '#6d4027') +
    fill('M116 150l18-14l20 16l22-18l20 16l24-16l20 16l22-14l22 14v40H116z', STEEL) +
    solid(box([106, 176, 188, 270], 3), wrap) +
    stroke(box([120, 190, 160, 242], 2), inkOn(wrap), 3) +
    label([126, 230, 148, 160], look.name, inkOn(wrap))
  )
}

export const carton: Item = look => {
  const ground = look.body === look.wall ? look.accent : look.body
  return (
    shadow(200, 104) +
    solid(box([106, 150, 188, 268], 3), ground) +
    fill(
      polygon([106, 150], [136, 116], [314, 116], [294, 150]),
      look.accent === ground ? look.quiet : look.accent
    ) +
    tint(polygon([294, 150], [314, 116], [314, 392], [294, 418]), '#000', 0.3) +
    stroke(box([120, 166, 160, 236]), inkOn(ground), 3) +
    label([128, 220, 144, 124], look.name, inkOn(ground)) +
    fill('M200 178q20 18 0 36q-20-18 0-36z', inkOn(ground))
  )
}

export const pasta: Item = look =>
  shadow(200, 78) +
  fill(polygon([140, 60], [260, 60], [250, 418], [150, 418]), '#e6bd5c') +
  stroke(
    'M156 64l4 350M172 62l2 354M188 60v356M204 60v356M220 62l-2 354M240 62l-4 354',
    '#c99637',
    4
  ) +
  solid(polygon([130, 210], [270, 210], [266, 360], [134, 360]), dark(look)) +
  label([140, 218, 120, 134], look.name, CREAM)

export const loaf: Item = ({ accent }) =>
  shadow(200, 140) +
  solid(
    'M60 380q-20-120 80-140q60-20 120 0q100 20 80 140q-10 38-50 38H110q-40 0-50-38z',
    '#b9783c'
  ) +
  stroke('M120 280q20 30 10 70M180 260q24 34 10 80M244 266q24 30 12 76', '#f0d6a4', 13) +
  stroke('M40 418h320', WOOD, 15) +
  stroke('M60 408h0', accent, 3)

export const cheese: Item = ({ accent }) =>
  shadow(200, 140) +
  solid(polygon([60, 330], [340, 250], [340, 418], [60, 418]), '#ecc45e') +
  fill(polygon([60, 330], [340, 250], [240, 230]), '#f5dc92') +
  fill(
    circle(130, 370, 17) + circle(220, 340, 22) + circle(290, 380, 15) + circle(190, 396, 10),
    '#d3a43c'
  ) +
  stroke('M60 418h280', accent, 7)
