import { BIRCH, BRASS, CREAM, INK, MARIGOLD, RUST, WOOD } from './palette.ts'
import { box, circle, fill, group, line, polygon, solid, stroke, tint } from './shapes.ts'
import type { Item } from './stage.ts'

/** Games that lie on a table: drawn around (200, 250). */

export const chessBoard: Item = ({ chooser }) => {
  const dark = chooser.pick(['#5f3524', '#1f4b3a'])
  const squares = Array.from({ length: 32 }, (_, index) => {
    const row = Math.floor(index / 4)
    return box([64 + ((index % 4) * 2 + (row % 2)) * 34, 114 + row * 34, 34, 34])
  })
  return (
    fill(box([48, 98, 304, 304], 6), WOOD) +
    fill(box([64, 114, 272, 272]), '#ecd3a2') +
    fill(squares.join(''), dark) +
    solid(circle(149, 233, 15), CREAM) +
    solid(circle(217, 165, 15), INK) +
    solid(circle(251, 301, 15), RUST)
  )
}

export const backgammon: Item = ({ body, accent }) => {
  const points = (y: number, tip: number) =>
    Array.from({ length: 10 }, (_, index) => {
      const x = 74 + index * 24 + (index > 4 ? 12 : 0)
      return fill(polygon([x, y], [x + 24, y], [x + 12, tip]), index % 2 === 0 ? RUST : CREAM)
    }).join('')
  return (
    fill(box([50, 90, 300, 320], 10), '#5f3524') +
    fill(box([70, 110, 260, 280]), body === CREAM ? '#24523f' : body) +
    points(110, 220) +
    points(390, 280) +
    fill(box([194, 110, 12, 280]), '#5f3524') +
    [
      [86, 374],
      [86, 350],
      [86, 326],
      [304, 126],
      [304, 150],
      [230, 374]
    ]
      .map(([x = 0, y = 0], index) =>
        solid(circle(x, y, 12), index < 3 ? MARIGOLD : accent === CREAM ? CREAM : INK)
      )
      .join('')
  )
}

export const dominoes: Item = () =>
  [
    [130, 150, -20, [1, 4]],
    [250, 190, 12, [5, 2]],
    [140, 330, 64, [3, 6]],
    [280, 360, -8, [2, 2]]
  ]
    .map(([x, y, angle, pair]) =>
      group(
        `translate(${String(x)} ${String(y)}) rotate(${String(angle)})`,
        solid(box([-38, -76, 76, 152], 10), '#2f2b27'),
        stroke('M-28 0h56', BRASS, 4),
        stroke(
          (pair as readonly number[])
            .map((count, half) => pips(count, half === 0 ? -38 : 38))
            .join(''),
          CREAM,
          11
        )
      )
    )
    .join('')

const pips = (count: number, y: number): string =>
  [
    [1, 3, 5].includes(count) ? [[0, 0]] : [],
    count > 1
      ? [
          [-18, -18],
          [18, 18]
        ]
      : [],
    count > 3
      ? [
          [18, -18],
          [-18, 18]
        ]
      : [],
    count > 5
      ? [
          [-18, 0],
          [18, 0]
        ]
      : []
  ]
    .flat()
    .map(([dx = 0, dy = 0]) => `M${dx} ${y + dy}h0`)
    .join('')

export const cards: Item = ({ accent, body }) =>
  [-28, -10, 8, 26]
    .map((angle, index) =>
      group(
        `rotate(${angle} 200 420)`,
        fill(
          box([122, 110, 156, 226], 12),
          index === 3 ? '#fffaf0' : body === CREAM ? accent : body
        ),
        index === 3
          ? suit
          : stroke(box([134, 122, 132, 202], 6), '#ffffff66', 4) +
              stroke('M200 160v126M150 222h100', '#ffffff66', 5)
      )
    )
    .join('')
const suit =
  fill('M200 170C160 130 130 190 200 244C270 190 240 130 200 170z', RUST) +
  fill('M144 128c-10-10-18 4 0 18c18-14 10-28 0-18z', RUST) +
  stroke('M152 300h96', INK, 4)

export const morris: Item = () =>
  fill(box([60, 110, 280, 280], 8), BIRCH) +
  stroke(
    [116, 76, 36].map(half => box([200 - half, 250 - half, 2 * half, 2 * half])).join('') +
      'M200 134v80M200 286v80M84 250h80M236 250h80',
    '#6d4227',
    5
  ) +
  [
    [84, 134],
    [200, 174],
    [316, 250],
    [164, 286]
  ]
    .map(([x = 0, y = 0]) => solid(circle(x, y, 16), '#3a3d3e'))
    .join('') +
  [
    [200, 134],
    [276, 326],
    [84, 366]
  ]
    .map(([x = 0, y = 0]) => solid(circle(x, y, 16), '#efe6d6'))
    .join('')

export const memory: Item = ({ body, accent, quiet }) =>
  [0, 1, 2, 3, 4, 5]
    .map(index => {
      const [x, y] = [62 + (index % 2) * 144, 60 + Math.floor(index / 2) * 134]
      const shown = index === 1 || index === 4
      return (
        fill(box([x, y, 128, 118], 8), shown ? '#fffaf0' : body === CREAM ? accent : body) +
        group(
          `translate(${x + 64} ${y + 59})`,
          shown ? shell : stroke('M-30 0h60M0-30v60', quiet, 7)
        )
      )
    })
    .join('')

const shell =
  fill('M0 41C-44 31-48-19 0-41C48-19 44 31 0 41z', '#d9a08e') +
  stroke('M0 37v-66M0 37l-24-56M0 37l24-56', '#a8604f', 3)

export const goBoard: Item = () =>
  fill(box([54, 104, 292, 292], 4), '#ddb067') +
  stroke(
    Array.from(
      { length: 9 },
      (_, index) =>
        line([76, 126 + index * 31], [324, 126 + index * 31]) +
        line([76 + index * 31, 126], [76 + index * 31, 374])
    ).join(''),
    '#6d4f22',
    2.5
  ) +
  [
    [138, 188],
    [169, 219],
    [200, 188],
    [262, 312],
    [231, 281]
  ]
    .map(([x = 0, y = 0]) => solid(circle(x, y, 15), '#2b2b2b'))
    .join('') +
  [
    [169, 188],
    [200, 219],
    [138, 219],
    [262, 281],
    [231, 312],
    [293, 188]
  ]
    .map(([x = 0, y = 0]) => solid(circle(x, y, 15), '#fdfaf2'))
    .join('')

const tab =
  'M0 0h44q-10-22 12-24q22 2 12 24h44v44q22-10 24 12q-2 22-24 12v44H68q10-22-12-24' +
  'q-22 2-12 24H0V68q-22 10-24-12q2-22 24-12z'

export const jigsaw: Item = ({ body, accent, quiet }) =>
  [
    [92, 110, body],
    [212, 118, accent],
    [96, 232, quiet],
    [230, 262, RUST]
  ]
    .map(([x, y, colour], index) =>
      group(
        `translate(${x} ${y}) rotate(${index === 3 ? 24 : 0})`,
        fill(tab, String(colour)),
        stroke(tab, '#00000022', 2)
      )
    )
    .join('')

export const tangram: Item = ({ body, accent, quiet }) => {
  const dark = body === CREAM ? accent : body
  return (
    fill(polygon([70, 120], [330, 120], [200, 250]), dark) +
    fill(polygon([70, 126], [70, 376], [194, 250]), quiet) +
    fill(polygon([334, 126], [334, 246], [274, 186]), RUST) +
    fill(polygon([268, 192], [328, 252], [268, 312], [208, 252]), MARIGOLD) +
    fill(polygon([200, 258], [260, 318], [140, 318]), '#55805a') +
    fill(polygon([74, 382], [196, 382], [134, 322], [134, 322]), RUST) +
    fill(polygon([334, 260], [334, 382], [210, 382]), dark)
  )
}

/** A game in its box, for games that have no picture of their own. */
export const gameBox: Item = ({ body, accent, quiet, chooser }) => {
  const step = chooser.pick([40, 52])
  return (
    fill(box([66, 96, 268, 308], 8), body === CREAM ? accent : body) +
    tint(box([66, 380, 268, 24], 6), '#000', 0.25) +
    [0, 1, 2]
      .map(row =>
        [0, 1, 2]
          .map(column => {
            const [x, y] = [200 + (column - 1) * step * 1.5, 200 + (row - 1) * step * 1.5]
            return (row + column) % 2 === 0
              ? fill(circle(x, y, step / 2), quiet)
              : fill(box([x - step / 2, y - step / 2, step, step], 4), MARIGOLD)
          })
          .join('')
      )
      .join('') +
    fill(box([110, 318, 180, 34], 4), CREAM) +
    stroke('M140 335h120', INK, 4)
  )
}
