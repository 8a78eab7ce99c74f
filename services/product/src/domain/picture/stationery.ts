import * as standing from './desk-standing.ts'
import * as desk from './desk.ts'
import { ALL_SCHEMES } from './palette.ts'
import * as paper from './paper.ts'
import { leans, lies, posed, scaled, stage, stands } from './stage.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const LYING: Lexicon<Item> = [
  [/\bpens?|rollerballs?|markers?/g, desk.fountainPen],
  [/(brass|ballpoint) pens?/g, desk.brassPen],
  [/dip pens?|dip pen set|nibs?|quills?/g, desk.dipPen],
  [/pencils?|crayons?/g, desk.pencils],
  [/colou?red pencils?|pastels?|chalks?/g, scaled(0.94, desk.colouredPencils)],
  [/watercolou?rs?( box(es)?)?|paint ?box(es)?|paints?/g, scaled(0.84, desk.paintBox)],
  [/brush(es)?/g, desk.paintBrush],
  [/rulers?|set squares?/g, desk.ruler],
  [/scissors|letter openers?/g, desk.deskScissors],
  [/sharpeners?/g, scaled(0.95, desk.sharpener)],
  [/erasers?|rubbers?/g, desk.eraser],
  [/clips?|pins?/g, desk.clips],
  [/tapes?|stickers?/g, scaled(0.95, desk.tapes)]
]

const LEANING: Lexicon<Item> = [
  [/staplers?|punch(es)?/g, desk.stapler],
  [/wall calendars?/g, standing.wallCalendar],
  [/notebooks?|notepads?|planners?/g, paper.notebook],
  [/pocket (note)?books?/g, paper.pocketBooks],
  [/(reporter's|spiral) (note)?books?|pads?/g, paper.spiralPad],
  [/sketch ?(books?|pads?)/g, paper.sketchbook],
  [/exercise books?/g, paper.exerciseBook],
  [/journals?|albums?/g, paper.journal],
  [/diar(y|ies)/g, paper.notebook],
  [/paper|sheets?|blotters?/g, paper.letterPaper],
  [/envelopes?/g, paper.envelope],
  [/postcards?|prints?|posters?/g, paper.postcards],
  [/cards?|invitations?/g, paper.foldedCard],
  [/sealing wax|stamps?|seals?/g, paper.sealingWax],
  [/wrapping paper|ribbons?/g, paper.wrappingPaper],
  [/folders?|binders?|files?/g, paper.folder]
]

const STANDING: Lexicon<Item> = [
  [/inks?/g, desk.inkBottle],
  [/trays?/g, standing.tray],
  [/(desk )?calendars?/g, standing.deskCalendar],
  [/(pencil|pen) (cups?|pots?|holders?)/g, standing.pencilCup],
  [/globes?/g, standing.globe]
]

/** What stands and lies on a desk. */
export const STATIONERY: Lexicon<Posed> = [
  ...posed(lies, LYING),
  ...posed(leans, LEANING),
  ...posed(stands, STANDING)
]

export const drawStationery = stage({
  schemes: ALL_SCHEMES,
  items: STATIONERY,
  others: [
    leans(paper.notebook),
    lies(desk.pencils),
    leans(paper.letterPaper),
    stands(standing.pencilCup)
  ]
})
