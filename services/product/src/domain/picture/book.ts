import { boundBook, COVER, INKS, MIDDLE, patterned } from './cover.ts'
import { motifOf } from './motif.ts'
import { CREAM, INK } from './palette.ts'
import { box, circle, faint, fill, line, stroke, turnedBy } from './shapes.ts'
import { makerOf, shelfOf } from './subject.ts'
import { fitText, heightOf, SANS, typeset } from './text.ts'
import type { Chooser } from './chooser.ts'
import type { Inks } from './cover.ts'
import type { Drawing, Maker, Subject } from './subject.ts'

/** A book: its title and author set in type, on one of six covers. */
export const drawBook: Drawing = (subject, chooser) => {
  const colours = chooser.pick(INKS)
  const maker = makerOf(subject) ?? { author: shelfOf(subject), year: '' }
  const layout = chooser.pick(LAYOUTS)
  return boundBook(colours, chooser, layout({ subject, maker, colours, chooser }))
}

type Cover = {
  readonly subject: Subject
  readonly maker: Maker
  readonly colours: Inks
  readonly chooser: Chooser
}
type Layout = (cover: Cover) => string

const [LEFT, TOP, WIDTH, HEIGHT] = COVER
const BOTTOM = TOP + HEIGHT
const CAPITALS = 'letter-spacing="2"'

/** A patterned binding with a label pasted on. */
const label: Layout = ({ subject, maker, colours, chooser }) => {
  const title = fitText(subject.name, { width: 188, linesMax: 4, sizeMax: 40, sizeMin: 15 })
  const author = fitText(maker.author, { width: 176, linesMax: 2, sizeMax: 17, sizeMin: 11 })
  const height = heightOf(title) + heightOf(author) + 74
  const top = TOP + chooser.pick([52, 64, (HEIGHT - height) / 2])
  return (
    patterned(colours, chooser) +
    fill(box([90, top, 220, height], 2), CREAM) +
    stroke(
      box([97, top + 7, 206, height - 14], 1),
      colours.cloth === CREAM ? colours.print : colours.cloth,
      2
    ) +
    typeset(title.lines, {
      x: MIDDLE,
      y: top + 26 + title.size * 0.74,
      size: title.size,
      colour: INK
    }) +
    stroke(`M184 ${Math.round(top + heightOf(title) + 42)}h32`, INK, 1.5) +
    typeset(author.lines, {
      x: MIDDLE,
      y: top + height - 22 - author.size * 1.16 * (author.lines.length - 1),
      size: author.size,
      colour: INK,
      attributes: 'font-style="italic"'
    })
  )
}

/** Three bands, the middle one light and full of title. */
const bands: Layout = ({ subject, maker, colours }) => {
  const title = fitText(subject.name, {
    width: 250,
    linesMax: 4,
    sizeMax: 50,
    sizeMin: 16,
    heightMax: 136
  })
  const author = fitText(maker.author, { width: 240, linesMax: 2, sizeMax: 22, sizeMin: 12 })
  const light = colours.cloth === CREAM ? colours.print : CREAM
  const type = colours.cloth === CREAM ? CREAM : INK
  return (
    fill(box([LEFT, 168, WIDTH, 172]), light) +
    stroke(line([LEFT, 176], [348, 176]) + line([LEFT, 332], [348, 332]), colours.third, 3) +
    typeset(title.lines, {
      x: MIDDLE + 7,
      y: 254 - heightOf(title) / 2 + title.size * 0.74,
      size: title.size,
      colour: type
    }) +
    motifOf(subject)({ x: MIDDLE + 7, y: 101, size: 46, ...colours }) +
    typeset(author.lines, {
      x: MIDDLE + 7,
      y: 410 - author.size * (author.lines.length - 1) * 0.6,
      size: author.size,
      colour: colours.type
    }) +
    typeset([maker.year], {
      x: MIDDLE + 7,
      y: 446,
      size: 13,
      colour: colours.type,
      attributes: `${SANS} ${CAPITALS}`
    })
  )
}

/** Large type from the left above one large motif that the edge cuts. */
const poster: Layout = ({ subject, maker, colours, chooser }) => {
  const title = fitText(subject.name, {
    width: 244,
    linesMax: 5,
    sizeMax: 60,
    sizeMin: 18,
    heightMax: 180
  })
  const author = fitText(maker.author, { width: 240, linesMax: 2, sizeMax: 19, sizeMin: 12 })
  const top = TOP + 30
  const authorY = top + heightOf(title) + 26 + author.size
  const x = chooser.pick([200, 226, 250])
  const size = Math.min(
    150,
    (BOTTOM - authorY - author.size * (author.lines.length - 1) - 16) / 1.82
  )
  return (
    motifOf(subject)({ x, y: BOTTOM - size * 0.82, size, ...colours }) +
    typeset(title.lines, {
      x: 84,
      y: top + title.size * 0.74,
      size: title.size,
      colour: colours.type,
      anchor: 'start'
    }) +
    typeset(author.lines, {
      x: 84,
      y: authorY,
      size: author.size,
      colour: colours.type,
      anchor: 'start',
      attributes: 'font-style="italic"'
    })
  )
}

/** Cloth stamped with a double frame and a medallion. */
const stamped: Layout = ({ subject, maker, colours }) => {
  const title = fitText(subject.name, {
    width: 212,
    linesMax: 4,
    sizeMax: 42,
    sizeMin: 14,
    heightMax: 118
  })
  const author = fitText(maker.author, { width: 206, linesMax: 2, sizeMax: 18, sizeMin: 11 })
  const corners = [
    [88, 56],
    [326, 56],
    [88, 444],
    [326, 444]
  ] as const
  return (
    stroke(box([76, 44, 262, 412]), colours.print, 3) +
    stroke(box([84, 52, 246, 396]), colours.print, 1.2) +
    corners
      .map(([x, y]) =>
        turnedBy(
          45,
          [x + 7 * Math.sign(207 - x), y + 7 * Math.sign(250 - y)],
          fill(
            box([x - 4 + 7 * Math.sign(207 - x), y - 4 + 7 * Math.sign(250 - y), 8, 8]),
            colours.print
          )
        )
      )
      .join('') +
    typeset(title.lines, {
      x: 207,
      y: 142 - heightOf(title) / 2 + title.size * 0.74,
      size: title.size,
      colour: colours.type
    }) +
    stroke(circle(207, 290, 66), colours.print, 2) +
    motifOf(subject)({ x: 207, y: 290, size: 44, ...colours }) +
    typeset(author.lines, {
      x: 207,
      y: 424 - author.size * 1.16 * (author.lines.length - 1),
      size: author.size,
      colour: colours.type
    })
  )
}

/** A picture above, a quiet field with the type below. */
const plate: Layout = ({ subject, maker, colours }) => {
  const title = fitText(subject.name, {
    width: 244,
    linesMax: 3,
    sizeMax: 44,
    sizeMin: 14,
    heightMax: 92
  })
  const author = fitText(maker.author, { width: 236, linesMax: 1, sizeMax: 17, sizeMin: 10 })
  const light = colours.cloth === CREAM ? '#efe2c9' : CREAM
  return (
    fill(box([LEFT, 302, WIDTH, 166]), light) +
    motifOf(subject)({ x: 207, y: 168, size: 104, ...colours }) +
    stroke(line([LEFT, 302], [348, 302]), colours.third, 6) +
    typeset(title.lines, {
      x: 207,
      y: 369 - heightOf(title) / 2 + title.size * 0.74,
      size: title.size,
      colour: INK
    }) +
    typeset([author.lines[0] ?? ''], {
      x: 207,
      y: 449,
      size: author.size,
      colour: INK,
      attributes: SANS
    })
  )
}

/** Upright stripes and an oval-free window for the type: an edition in uniform. */
const stripes: Layout = ({ subject, maker, colours, chooser }) => {
  const title = fitText(subject.name, { width: 224, linesMax: 4, sizeMax: 46, sizeMin: 15 })
  const author = fitText(maker.author, { width: 212, linesMax: 2, sizeMax: 17, sizeMin: 11 })
  const step = chooser.pick([18, 26, 37])
  const lines: string[] = []
  for (let x = LEFT + step / 2; x < 348; x += step) lines.push(line([x, TOP], [x, BOTTOM]))
  const height = heightOf(title) + heightOf(author) + 92
  const top = (500 - height) / 2
  return (
    faint(0.8, stroke(lines.join(''), colours.print, step / 3)) +
    fill(box([72, top, 270, height]), colours.cloth) +
    stroke(
      line([72, top + 8], [342, top + 8]) + line([72, top + height - 8], [342, top + height - 8]),
      colours.third,
      4
    ) +
    typeset(author.lines, {
      x: 207,
      y: top + 34 + author.size * 0.5,
      size: author.size,
      colour: colours.type,
      attributes: 'font-style="italic"'
    }) +
    typeset(title.lines, {
      x: 207,
      y: top + 58 + heightOf(author) + title.size * 0.74,
      size: title.size,
      colour: colours.type
    })
  )
}

const LAYOUTS = [label, bands, poster, stamped, plate, stripes] as const
