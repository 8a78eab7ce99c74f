import { createChooser } from './chooser.ts'
import { circle, fill, group, line, polygon, stroke, tint } from './shapes.ts'
import { byWords, shelfOf } from './subject.ts'
import type { Lexicon, Subject } from './subject.ts'

/** Where a motif stands, how large it is (its radius) and its colours. */
export type Placed = {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly cloth: string
  readonly print: string
  readonly third: string
}
export type Motif = (placed: Placed) => string

/** The emblem of a book: by its title's words, by its shelf, else one that suits any story. */
export const motifOf = (subject: Subject): Motif =>
  byWords(subject.name, BY_TITLE) ??
  byWords(shelfOf(subject), BY_SHELF) ??
  createChooser(subject.key + subject.name).pick(FOR_ANY)

/** Draws on a field of 200 by 200 around its middle, scaled to the size. */
const emblem =
  (draw: (colours: Placed) => string): Motif =>
  placed =>
    group(
      `translate(${placed.x} ${Math.round(placed.y)}) scale(${(placed.size / 100).toFixed(2)})`,
      draw(placed)
    )

const sea = emblem(
  ({ print, third }) =>
    fill(circle(34, -30, 34), third) +
    [0, 26, 52, 78].map(y => stroke(`M-100 ${y}q25-24 50 0t50 0t50 0t50 0`, print, 9)).join('')
)
const whale = emblem(
  ({ print, third, cloth }) =>
    fill(
      'M-92 10C-80-50 20-62 60-8C70 4 80-6 78-44C98-40 104-60 100-66C112-20 96 44 40 52' +
        'C-20 60-84 56-92 10z',
      print
    ) +
    fill(circle(-54, 4, 5), cloth) +
    stroke('M-84 24q22 12 44 4', cloth, 4) +
    stroke('M-40-62q-2-22-20-24M-40-62q2-22 20-24', third, 6) +
    stroke('M-100 76q25-20 50 0t50 0t50 0t50 0', third, 7)
)
const ship = emblem(
  ({ print, third }) =>
    fill('M-78 36h156q-14 38-40 38h-76q-26 0-40-38z', print) +
    stroke('M0 36v-120', print, 7) +
    fill('M8-78q64 30 58 96h-58z', third) +
    fill('M-8-60q-50 26-52 78h52z', third) +
    stroke('M-100 92q25-18 50 0t50 0t50 0t50 0', print, 6)
)
const mountains = emblem(
  ({ print, third, cloth }) =>
    fill(circle(46, -46, 30), third) +
    fill(polygon([-100, 70], [-30, -66], [40, 70]), print) +
    fill(polygon([-48, -32], [-30, -66], [-12, -32], [-24, -22], [-34, -36]), cloth) +
    fill(polygon([0, 70], [54, -14], [100, 70]), third)
)
const moon = emblem(
  ({ print, third }) =>
    fill('M20-84a86 86 0 1 0 56 130a70 70 0 1 1-56-130z', print) +
    stroke('M62-52h0M84 4h0M38-12h0', third, 12) +
    stroke('M20 34h0M94-34h0', third, 7)
)
const sun = emblem(
  ({ print, third }) =>
    fill(circle(0, 0, 46), print) +
    stroke(
      Array.from({ length: 16 }, (_, index) => {
        const angle = (index * Math.PI) / 8
        return line(
          [62 * Math.cos(angle), 62 * Math.sin(angle)],
          [(index % 2 ? 82 : 96) * Math.cos(angle), (index % 2 ? 82 : 96) * Math.sin(angle)]
        )
      }).join(''),
      third,
      7
    )
)
const leaf = emblem(
  ({ print, third }) =>
    stroke('M0 96C6 40 0-10 0-70', third, 6) +
    [
      [-1, 60],
      [1, 36],
      [-1, 10],
      [1, -14],
      [-1, -38]
    ]
      .map(([side = 1, y = 0]) =>
        fill(`M0 ${y}q${side * 16}-46 ${side * 66}-40q${side * -10} 42 ${side * -66} 40z`, print)
      )
      .join('') +
    fill('M0-58q-20-22 0-44q20 22 0 44z', print)
)
const rose = emblem(
  ({ print, third, cloth }) =>
    stroke('M0 20C4 50-4 76 0 98', third, 7) +
    fill('M2 66q30-30 56-16q-18 30-56 16zM-2 80q-28-24-52-8q18 24 52 8z', third) +
    fill(circle(0, -24, 58), print) +
    stroke('M0-24m-8 4a12 12 0 1 1 18 8a26 26 0 1 1-36-26a40 40 0 0 1 62 8', cloth, 5)
)
const bird = emblem(
  ({ print, third, cloth }) =>
    stroke('M-100 62q90-30 200-10', third, 7) +
    fill(
      'M-70-30a34 34 0 0 1 62-14C30-40 62-10 92 44C40 44 4 56-30 44C-56 34-68 4-60-16L-94-20z',
      print
    ) +
    fill(circle(-46, -32, 5), cloth) +
    stroke('M-10 4q30 0 54 26M-14 18q24 2 40 16', cloth, 5)
)
const key = emblem(
  ({ print, third }) =>
    fill('M0-90a42 42 0 0 1 20 79l18 91h-76l18-91a42 42 0 0 1 20-79z', print) +
    stroke(circle(0, -10, 96), third, 4)
)
const eye = emblem(
  ({ print, third, cloth }) =>
    fill('M-96 0Q0-96 96 0Q0 96-96 0z', print) +
    fill(circle(0, 0, 38), cloth) +
    fill(circle(0, 0, 20), third)
)
const orbit = emblem(
  ({ print, third }) =>
    stroke(circle(0, 0, 92) + circle(0, 0, 62), print, 3.5) +
    fill(circle(0, 0, 26), third) +
    fill(circle(65, -65, 13) + circle(-62, 4, 9) + circle(-30, 87, 7), print)
)
const mask = emblem(
  ({ print, third, cloth }) =>
    fill('M-84-70Q0-40 84-70Q96 40 0 92Q-96 40-84-70z', print) +
    fill('M-54-22q22-20 40 4q-22 12-40-4zM54-22q-22-20-40 4q22 12 40-4z', cloth) +
    stroke('M-34 34q34 30 68 0', third, 8)
)
const crown = emblem(
  ({ print, third }) =>
    fill('M-84 56L-96-42L-46 2L0-70L46 2L96-42L84 56z', print) +
    fill('M-84 68h168v18h-168z', third) +
    fill(circle(-96, -52, 10) + circle(0, -82, 10) + circle(96, -52, 10), third)
)
const castle = emblem(
  ({ print, third, cloth }) =>
    fill(
      'M-80 90V-30h-8v-36h16v14h14v-14h16v14h14v-14h16v60h24v-76h-6v-30h14v12h12v-12h14v12' +
        'h12v-12h14v30h-6V90z',
      print
    ) +
    fill('M-20 90V56a20 20 0 0 1 40 0v34z', cloth) +
    stroke('M-50-6v14M52-24v14M52 16v14', third, 9)
)
const house = emblem(
  ({ print, third, cloth }) =>
    fill('M-80 86V-10L0-80L80-10V86z', print) +
    fill('M-44 0h30v34h-30zM14 0h30v34h-30z', third) +
    fill('M-16 86V50h32v36z', cloth) +
    fill('M38-86h20v50l-20-17z', print)
)
const tree = emblem(
  ({ print, third }) =>
    stroke('M0 96V-10M0 50l34-34M0 30l-34-34', third, 10) +
    fill(circle(0, -46, 44) + circle(-46, -8, 32) + circle(46, -8, 32), print)
)
const balloon = emblem(
  ({ print, third, cloth }) =>
    fill('M0-96a64 64 0 0 1 28 122l-12 26h-32l-12-26A64 64 0 0 1 0-96z', print) +
    fill('M0-96a26 64 0 0 1 12 122l-4 26h-8h-8l-4-26A26 64 0 0 1 0-96z', third) +
    stroke('M-14 52l4 18M14 52l-4 18', print, 3) +
    fill('M-14 70h28v22h-28z', print) +
    tint(circle(-30, -50, 10), cloth, 0.5)
)
const candle = emblem(
  ({ print, third }) =>
    fill('M0-96q34 40 0 66q-34-26 0-66z', third) +
    fill('M-16-20h32v92h-32z', print) +
    fill('M-60 72h120v10q-20 14-60 14t-60-14z', print)
)
const hourglass = emblem(
  ({ print, third }) =>
    stroke('M-56-90h112M-56 90h112', print, 12) +
    stroke('M-44-84c0 50 40 60 40 84s-40 34-40 84M44-84c0 50-40 60-40 84s40 34 40 84', print, 6) +
    fill('M-34-46h68L0-4zM-40 82q40-70 80 0z', third)
)
const cat = emblem(
  ({ print, third, cloth }) =>
    fill('M-74-74l42 34h64l42-34V20a74 66 0 0 1-148 0z', print) +
    fill('M-44 0q16-18 32 0q-16 14-32 0zM44 0q-16-18-32 0q16 14 32 0z', third) +
    fill('M-9 28h18l-9 10z', cloth) +
    stroke('M-30 46q30 16 60 0', cloth, 4)
)
const hare = emblem(
  ({ print, cloth, third }) =>
    fill(
      'M-40-96c24 10 28 44 26 66h28c-2-22 2-56 26-66c10 34-6 58-16 74c36 18 42 62 18 90h-84' +
        'c-24-28-18-72 18-90c-10-16-26-40-16-74z',
      print
    ) +
    stroke('M-22 20h0M22 20h0', cloth, 11) +
    fill('M-8 40h16l-8 9z', third)
)
const compass = emblem(
  ({ print, third }) =>
    stroke(circle(0, 0, 92), print, 5) +
    fill('M0-78l18 60l-18 18z M0-78l-18 60l18 18z', third) +
    fill(
      'M0 78l18-60l-18-18zM0 78l-18-60l18-18zM78 0l-60 18l-18-18zM78 0l-60-18l-18 18zM-78 0' +
        'l60 18l18-18zM-78 0l60-18l18 18z',
      print
    )
)
const quill = emblem(
  ({ print, third, cloth }) =>
    fill('M84-92C10-84-44-30-52 44C0 40 66-4 84-92z', print) +
    stroke('M60-66C10-20-40 20-72 92', third, 6) +
    stroke('M-10-6l-4-30M14-28l0-26M-24 14l26 0M4-14l28-4', cloth, 4)
)
const rosette = emblem(
  ({ print, third }) =>
    Array.from({ length: 8 }, (_, index) =>
      group(
        `rotate(${index * 45})`,
        fill('M0-18q24-36 0-78q-24 42 0 78z', index % 2 ? third : print)
      )
    ).join('') + fill(circle(0, 0, 14), third)
)
const scales = emblem(
  ({ print, third }) =>
    stroke('M0-88V84M-44 88h88M-74-60h148', print, 7) +
    stroke('M-74-60l-24 70M-74-60l24 70M74-60l-24 70M74-60l24 70', print, 3) +
    fill('M-104 12h60q-6 34-30 34t-30-34zM44 12h60q-6 34-30 34t-30-34z', third)
)
const apple = emblem(
  ({ print, third }) =>
    fill(
      'M0-36C-30-66-92-44-84 20C-78 66-40 100 0 82C40 100 78 66 84 20C92-44 30-66 0-36z',
      print
    ) +
    stroke('M0-36q-2-30 10-46', third, 8) +
    fill('M10-52q20-40 62-30q-12 40-62 30z', third)
)

const BY_TITLE: Lexicon<Motif> = [
  [/whale|moby/g, whale],
  [/\bsea|leagues|islands?|crusoe|water/g, sea],
  [/ship|voyage|odyssey|argo|boat|beagle/g, ship],
  [/mountain|heights|alps|travels|walking|walden|peak/g, mountains],
  [/moon|night|dream|dark/g, moon],
  [/\bsun\b|day\b|light\b|summer/g, sun],
  [/garden|grass|leaves|flowers of|herbal|meadow/g, leaf],
  [/rose|love|songs? of inno|beauty|camellias|room with/g, rose],
  [/bird|gull|nightingale|raven|wild duck|origin/g, bird],
  [/secret|detective|mystery|moonstone|study in|sherlock|father brown|adventures of sher/g, key],
  [/invisible|portrait|picture|looking/g, eye],
  [/planets?|worlds?|stars|earth|universe|principia|time machine/g, orbit],
  [/prince|king|crown|queen|hamlet|lear|macbeth/g, crown],
  [/castle|frankenstein|dracula|otranto|tower/g, castle],
  [/house|abbey|park|hall|cottage|cranford|middlemarch|doll/g, house],
  [/wood|forest|tree|orchard|jungle|\bwild\b/g, tree],
  [/eighty days|balloon|wizard|oz\b/g, balloon],
  [/christmas|candle|lamp|meditations|confessions/g, candle],
  [/\btime\b|days|hours|years/g, hourglass],
  [/\bcats?\b|wonderland/g, cat],
  [/rabbit|hare|wind in/g, hare],
  [/journey|guide|round the world|kim\b/g, compass],
  [/letters|diary|journal|essays/g, quill],
  [/crime|trial|justice|law|sense and/g, scales],
  [/eden|paradise|apple|little women/g, apple]
]

const FOR_ANY = [rosette, sun, moon, tree, house, rose, bird, candle, quill, mask] as const

const BY_SHELF: Lexicon<Motif> = [
  [/poetry|poems|verse/g, leaf],
  [/drama|plays?|theatre/g, mask],
  [/child|young|fairy/g, balloon],
  [/science|nature/g, orbit],
  [/travel|maps?/g, compass],
  [/essay|letters|history|philosophy|thought/g, quill],
  [/myster|crime/g, key],
  [/adventure|sea stories/g, ship],
  [/gothic|horror|ghost/g, castle],
  [/cook|food/g, apple]
]
