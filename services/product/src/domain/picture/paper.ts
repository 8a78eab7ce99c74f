import { BIRCH, BRASS, CREAM, INK, IRON, MARIGOLD, PAPER, RUST, STEEL, WOOD } from './palette.ts'
import {
  box,
  circle,
  faint,
  fill,
  group,
  line,
  oval,
  polygon,
  solid,
  stroke,
  tint
} from './shapes.ts'
import type { Item, Look } from './stage.ts'

/** Paper, bound and loose: drawn upright around (200, 250). */
const cloth = ({ body, accent, quiet, chooser }: Look): string =>
  chooser.pick(body === CREAM ? [accent, quiet] : [body, accent === CREAM ? body : accent])

export const notebook: Item = look => {
  const cover = cloth(look)
  const { chooser, quiet } = look
  return (
    fill(box([90, 72, 226, 360], 8), PAPER) +
    fill(box([84, 66, 226, 360], 8), cover) +
    tint(box([84, 66, 34, 360], 8), '#000', 0.2) +
    chooser.pick([
      fill(box([160, 130, 110, 64], 4), PAPER) + stroke('M178 154h74M178 172h50', INK, 3),
      stroke(line([284, 66], [284, 426]), quiet, 11),
      fill(circle(212, 240, 54), quiet) + fill(circle(212, 240, 30), cover),
      stroke('M150 130h120M150 154h120M150 178h70', quiet, 5)
    ]) +
    fill('M190 426h18v44l-9-12l-9 12z', MARIGOLD)
  )
}

export const pocketBooks: Item = ({ body, accent, quiet }) =>
  [
    [-16, accent, 40],
    [0, body, 0],
    [14, quiet, -44]
  ]
    .map(([angle, colour, dx]) =>
      group(
        `translate(${dx} 0) rotate(${angle} 200 250)`,
        fill(box([104, 100, 192, 290], 14), String(colour)),
        tint(box([104, 100, 22, 290], 10), '#000', 0.16),
        fill(box([156, 150, 100, 46], 3), PAPER),
        stroke('M172 174h66', INK, 3)
      )
    )
    .join('')

export const spiralPad: Item = look =>
  fill(box([92, 90, 216, 340], 6), '#fffdf6') +
  stroke(
    'M110 160h180M110 190h180M110 220h180M110 250h180M110 280h180M110 310h180M110 340h180' +
      'M110 370h180M110 400h180',
    '#a9c2cc',
    3
  ) +
  stroke('M200 110v320', RUST, 3) +
  fill(box([92, 70, 216, 46], 6), cloth(look)) +
  stroke(
    'M112 56v36M136 56v36M160 56v36M184 56v36M208 56v36M232 56v36M256 56v36M280 56v36',
    IRON,
    7
  )

export const sketchbook: Item = look =>
  fill(box([70, 90, 260, 330], 4), '#fffdf6') +
  fill(
    'M110 330q40-90 80-40q30-80 60-10q20-20 40 50z',
    look.accent === CREAM ? look.quiet : look.accent
  ) +
  fill(circle(252, 170, 26), MARIGOLD) +
  stroke('M104 336h192', INK, 4) +
  stroke('M110 140q30-20 60 0M120 160q16-10 30 0', INK, 3) +
  fill(box([70, 90, 24, 330], 4), cloth(look)) +
  group(
    'rotate(38 260 330)',
    solid(box([250, 200, 20, 190]), RUST),
    fill(polygon([250, 200], [270, 200], [260, 164]), BIRCH)
  )

const SQUARES =
  [100, 130, 160, 190, 220, 250, 280, 310, 340, 370, 400].map(y => `M86 ${y}h228`).join('') +
  [116, 146, 176, 206, 236, 266, 296].map(x => `M${x} 70v360`).join('')

export const exerciseBook: Item = look => {
  const cover = cloth(look)
  return (
    fill(box([86, 70, 228, 360], 4), cover) +
    faint(0.3, stroke(SQUARES, '#fff', 2)) +
    fill(box([126, 130, 148, 96], 6), PAPER) +
    stroke('M146 160h108M146 184h108M146 206h60', INK, 3) +
    stroke('M88 210h0M88 290h0', STEEL, 8)
  )
}

export const journal: Item = look =>
  fill(box([96, 76, 214, 356], 10), PAPER) +
  fill(box([90, 70, 214, 356], 10), cloth(look)) +
  tint(box([90, 70, 30, 356], 8), '#000', 0.2) +
  fill(box([84, 234, 226, 26]), WOOD) +
  fill(circle(280, 247, 10), BRASS) +
  stroke(circle(204, 150, 34) + 'M170 150h68M204 116q-30 34 0 68M204 116q30 34 0 68', look.quiet, 4)

export const letterPaper: Item = ({ accent }) =>
  group('rotate(-8 200 250)', fill(box([80, 60, 230, 330], 2), '#efe4cc')) +
  fill(box([96, 80, 230, 330], 2), '#fffaf0') +
  stroke(
    'M130 140q14-14 26 0t26 0t26 0M130 180q16-14 30 0t30 0t30 0t30 0M130 214q16-14 30 0' +
      't30 0t30 0M130 248q16-14 30 0t30 0t30 0t30 0M130 282q16-14 30 0t30 0',
    INK,
    3
  ) +
  stroke('M230 340q30-40 40 0t30-16', accent === CREAM ? RUST : accent, 5)

export const envelope: Item = ({ accent, body, quiet }) => {
  const lining = accent === CREAM ? body : accent
  return (
    fill(box([50, 150, 300, 240], 4), '#fffaf0') +
    fill('M50 152L200 30L350 152z', '#f1e5cd') +
    fill('M76 150L200 50L324 150z', lining) +
    stroke('M150 130h0M200 100h0M250 130h0M176 120h0M224 120h0M200 136h0', quiet, 9) +
    fill('M50 154L200 290L350 154V390H50z', '#fffaf0') +
    stroke('M50 390L170 264M350 390L230 264', '#e0d1b4', 4) +
    stroke('M52 156L200 290L348 156', '#e0d1b4', 4)
  )
}

export const postcards: Item = ({ accent, body, quiet }) =>
  group('rotate(-12 200 250)', fill(box([70, 120, 270, 190], 4), '#f1e5cd')) +
  group(
    'rotate(5 200 270)',
    fill(box([66, 160, 270, 200], 4), '#fffaf0'),
    fill(box([80, 174, 242, 172]), quiet),
    fill(circle(270, 222, 24), MARIGOLD),
    fill('M80 346V300q60-50 120-10q60-40 122 0v56z', body === quiet ? accent : body),
    fill(
      polygon([150, 200], [190, 310], [110, 310]) + polygon([216, 236], [244, 316], [188, 316]),
      '#24523f'
    )
  )

export const foldedCard: Item = ({ accent, body }) =>
  group(
    'rotate(10 200 260)',
    fill(box([60, 200, 280, 200], 4), '#e9dcc2'),
    stroke('M60 202L200 310L340 202', '#d3c19d', 4)
  ) +
  fill(box([110, 70, 190, 280], 3), '#fffaf0') +
  stroke('M206 300C200 250 210 190 204 150', '#55805a', 6) +
  fill(
    'M204 250q-40-6-46-44q42 2 46 44zM206 220q40-8 44-46q-42 4-44 46zM204 190q-30-6-36-36' +
      'q34 2 36 36z',
    '#55805a'
  ) +
  fill(circle(204, 136, 17), accent === CREAM ? body : accent)

export const sealingWax: Item = ({ accent, body }) => {
  const wax = accent === CREAM ? body : accent
  return (
    fill(box([60, 250, 280, 180], 4), '#fffaf0') +
    stroke('M60 252L200 360L340 252', '#e0d1b4', 4) +
    fill(
      'M200 300c30-14 60 6 58 34c14 30-20 54-46 46c-30 18-66-6-60-36c-14-30 20-58 48-44z',
      wax === CREAM ? RUST : wax
    ) +
    stroke(circle(204, 340, 26) + 'M204 324v32M192 340h24', '#00000044', 5) +
    group('rotate(36 240 150)', solid(box([226, 40, 34, 200], 4), wax === CREAM ? RUST : wax))
  )
}

export const wrappingPaper: Item = ({ accent, body, quiet }) =>
  [
    [120, body],
    [200, accent],
    [280, quiet]
  ]
    .map(([x, colour]) => {
      const left = Number(x) - 36
      return (
        solid(box([left, 60, 72, 380], 4), String(colour)) +
        stroke(
          [120, 180, 240, 300, 360].map(y => `M${left + 6} ${y}q16-20 30 0t30 0`).join(''),
          '#ffffff88',
          6
        ) +
        fill(oval([Number(x), 60, 36, 10]), PAPER) +
        fill(oval([Number(x), 60, 16, 4]), '#00000055')
      )
    })
    .join('')
export const folder: Item = look =>
  fill('M80 90h110l20 26h110q12 0 12 12v280q0 14-14 14H82q-14 0-14-14V104q0-14 12-14z', '#8a5733') +
  fill(box([96, 130, 220, 280], 2), '#fffaf0') +
  fill('M68 170h264v238q0 14-14 14H82q-14 0-14-14z', cloth(look)) +
  stroke(line([290, 170], [290, 422]), look.quiet, 9)
