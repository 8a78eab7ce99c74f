import { INKS } from './cover.ts'
import { CREAM } from './palette.ts'
import { box, circle, cut, fill, group, line, polygon, stroke, tint } from './shapes.ts'
import { makerOf, shelfOf } from './subject.ts'
import { fitText, heightOf, SANS, typeset } from './text.ts'
import type { Chooser } from './chooser.ts'
import type { Inks } from './cover.ts'
import type { Drawing, Subject } from './subject.ts'

/** A record: a printed sleeve with its type, and the disc beside, above or before it. */
export const drawRecord: Drawing = (subject, chooser) => {
  const colours = chooser.pick(INKS)
  const layout = chooser.pick(LAYOUTS)
  return fill(box([0, 0, 400, 500]), colours.ground) + layout({ subject, colours, chooser })
}

type Sleeve = {
  readonly subject: Subject
  readonly colours: Inks
  readonly chooser: Chooser
  /** Where the type must stand, if something covers the other end. */
  readonly isTypeAbove?: boolean
}

const disc = (x: number, y: number, { third, print }: Inks): string =>
  tint(circle(x + 8, y + 9, 138), '#000', 0.2) +
  fill(circle(x, y, 138), '#1d1b19') +
  stroke(
    circle(x, y, 124) + circle(x, y, 108) + circle(x, y, 92) + circle(x, y, 76),
    '#3c3833',
    2
  ) +
  group(
    `translate(${x} ${y})`,
    tint('M0 0l-70-119A138 138 0 0 1-20-136zM0 0l70 119A138 138 0 0 1 20 136z', '#fff', 0.13)
  ) +
  fill(circle(x, y, 50), third) +
  stroke(circle(x, y, 38), print, 3) +
  fill(circle(x, y, 6), CREAM)

/** The sleeve of 300 by 300 at (x, y), printed and set in type. */
const sleeve = (
  [x, y]: readonly [number, number],
  { subject, colours, chooser, isTypeAbove = false }: Sleeve
): string => {
  const art = chooser.pick(PRINTS)(colours, chooser)
  const isBelow = chooser.chance(0.5) && !isTypeAbove
  const field = isBelow ? 196 : 0
  return (
    tint(box([x + 9, y + 10, 300, 300], 3), '#000', 0.22) +
    group(
      `translate(${x} ${y})`,
      fill(box([0, 0, 300, 300], 3), colours.cloth),
      cut(
        'c',
        box([0, isBelow ? 0 : 104, 300, 196]),
        group(`translate(0 ${isBelow ? 0 : 104})`, art)
      ),
      caption({ subject, colours, chooser }, field),
      tint(box([0, 0, 6, 300]), '#fff', 0.22)
    )
  )
}

/** What stays on one line: "No. 4", "Opus 28", "E minor". */
const NUMBERED = /\b(No\.|Opus|[A-G]) (?=\d|minor|major)/g

const caption = ({ subject, colours }: Sleeve, top: number): string => {
  const title = fitText(subject.name.replaceAll(NUMBERED, '$1\u00A0'), {
    width: 272,
    linesMax: 3,
    sizeMax: 34,
    sizeMin: 13,
    heightMax: 54
  })
  const maker = fitText(makerOf(subject)?.author ?? shelfOf(subject), {
    width: 272,
    linesMax: 1,
    sizeMax: 17,
    sizeMin: 10
  })
  const height = heightOf(title) + 12 + maker.size
  const first = top + (104 - height) / 2 + title.size * 0.76
  return (
    typeset(title.lines, {
      x: 16,
      y: first,
      size: title.size,
      colour: colours.type,
      anchor: 'start'
    }) +
    typeset([maker.lines[0] ?? ''], {
      x: 16,
      y: top + (104 + height) / 2,
      size: maker.size,
      colour: colours.type,
      anchor: 'start',
      attributes: SANS
    })
  )
}

type Print = (colours: Inks, chooser: Chooser) => string

/** All on a field of 300 by 196. */
const arcs: Print = ({ print, third }, chooser) => {
  const x = chooser.pick([0, 150, 300])
  return [180, 144, 108, 72, 36]
    .map((radius, index) => fill(circle(x, 196, radius), index % 2 === 0 ? print : third))
    .join('')
}
const bars: Print = ({ print, third }, chooser) =>
  Array.from({ length: 12 }, (_, index) => {
    const height = 30 + chooser.below(150)
    return fill(
      box([10 + index * 24, 186 - height, 14, height], 7),
      index % 4 === 2 ? third : print
    )
  }).join('')
const tiles: Print = ({ print, third }, chooser) =>
  Array.from({ length: 15 }, (_, index) => {
    const [x, y] = [(index % 5) * 60, Math.floor(index / 5) * 65]
    const colour = chooser.chance(0.3) ? third : print
    return chooser.pick([
      fill(`M${x} ${y}a60 60 0 0 1 60 60h-60z`, colour),
      fill(circle(x + 30, y + 32, 26), colour),
      fill(polygon([x, y + 62], [x + 60, y + 62], [x + 60, y + 2]), colour),
      fill(`M${x + 60} ${y + 62}a60 60 0 0 1-60-60h60z`, colour),
      ''
    ])
  }).join('')
const wavesOf: Print = ({ print, third }, chooser) => {
  const swing = chooser.pick([20, 34, 48])
  return Array.from({ length: 7 }, (_, index) =>
    stroke(
      `M-20 ${20 + index * 27}q42-${swing} 85 0t85 0t85 0t85 0`,
      index % 3 === 1 ? third : print,
      4 + (index % 3) * 3
    )
  ).join('')
}
const moonrise: Print = ({ print, third }, chooser) => {
  const x = chooser.between(80, 220)
  return (
    fill(circle(x, 84, 62), third) +
    [0, 1, 2, 3, 4, 5]
      .map(index =>
        stroke(line([0, 104 + index * 18], [300, 104 + index * 18]), print, 2 + index * 1.6)
      )
      .join('')
  )
}
const staves: Print = ({ print, third }, chooser) =>
  stroke([60, 80, 100, 120, 140].map(y => `M0 ${y}h300`).join(''), print, 3) +
  Array.from({ length: 7 }, (_, index) => {
    const [x, y] = [36 + index * 40, 60 + chooser.below(9) * 10]
    return (
      group(
        `rotate(-18 ${x} ${y})`,
        fill(`M${x - 13} ${y}a13 9 0 1 0 26 0a13 9 0 1 0-26 0z`, third)
      ) + stroke(`M${x + 12} ${y - 4}v-50`, third, 4)
    )
  }).join('')

const PRINTS = [arcs, bars, tiles, wavesOf, moonrise, staves] as const

type Layout = (record: Sleeve) => string
const beside: Layout = record => disc(262, 250, record.colours) + sleeve([20, 100], record)
const above: Layout = record => disc(200, 172, record.colours) + sleeve([50, 168], record)
const before: Layout = record =>
  sleeve([36, 40], { ...record, isTypeAbove: true }) + disc(262, 372, record.colours)
const leaning: Layout = record =>
  disc(246, 268, record.colours) + group('rotate(-7 190 250)', sleeve([30, 92], record))
const full: Layout = record =>
  disc(258, 250, record.colours) + group('translate(14 78) scale(1.15)', sleeve([0, 0], record))

const LAYOUTS = [beside, above, before, leaning, full] as const
