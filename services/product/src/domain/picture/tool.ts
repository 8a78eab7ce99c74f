import { shadow } from './frame.ts'
import * as hard from './hardware.ts'
import { BOLD_SCHEMES, LIGHT_SCHEMES } from './palette.ts'
import { leans, lies, lowered, posed, scaled, stage, stands } from './stage.ts'
import * as work from './workshop.ts'
import type { Item, Posed } from './stage.ts'
import type { Lexicon } from './subject.ts'

const LYING: Lexicon<Item> = [
  [/hammers?/g, hard.hammer],
  [/claw hammers?|sledge ?hammers?/g, hard.clawHammer],
  [/mallets?/g, hard.mallet],
  [/screwdrivers?|awls?|bradawls?/g, hard.screwdriver],
  [/pliers|cutters?|strippers?/g, hard.pliers],
  [/pincers|tongs|nippers/g, hard.pincers],
  [/(adjustable )?spanners?|wrench(es)?/g, hard.spanner],
  [/(spanner|wrench|socket) sets?|tool rolls?/g, scaled(0.93, hard.spannerSet)],
  [/(folding )?rules?|rulers?|yardsticks?/g, scaled(0.94, hard.foldingRule)],
  [/tape measures?|\btapes?\b/g, hard.tapeMeasure],
  [/(try )?squares?|bevels?/g, scaled(0.82, hard.trySquare)],
  [/(spirit )?levels?/g, hard.level],
  [/plumb bobs?|plumb lines?/g, hard.plumbBob],
  [/gauges?/g, hard.gauge],
  [/callipers?|calipers?/g, scaled(0.94, hard.callipers)],
  [/pencils?/g, hard.pencils],
  [/chisels?|gouges?/g, hard.chisel],
  [/saws?/g, hard.saw],
  [/(frame|bow|coping|hack) ?saws?/g, hard.frameSaw],
  [/(japanese .*|pull )saws?/g, hard.pullSaw],
  [/spokeshaves?|drawknives/g, work.spokeshave],
  [/rasps?|files?/g, work.rasp],
  [/braces?|drills?|bits?/g, work.brace],
  [/clamps?|cramps?/g, work.clamp],
  [/brush(es)?/g, work.brush],
  [/brooms?|sweepers?/g, scaled(0.92, work.broom)],
  [/axes?|hatchets?/g, work.axe],
  [/kni(fe|ves)/g, work.pocketKnife]
]

/** A thing with the shadow that it throws when it stands. */
const onBench =
  (half: number, item: Item): Item =>
  look =>
    shadow(200, half) + item(look)

const STANDING: Lexicon<Item> = [
  [/planes?/g, onBench(160, lowered(72, hard.plane))],
  [/block planes?/g, onBench(124, lowered(68, hard.blockPlane))],
  [/tool ?box(es)?|tool chests?|cases?/g, onBench(158, lowered(6, work.toolbox))],
  [/vices?|vises?|anvils?/g, onBench(130, lowered(30, work.vice))],
  [/oil cans?|oilers?|oil\b/g, onBench(88, lowered(8, work.oilCan))],
  [/paints?|varnish(es)?|primers?|wax(es)?/g, onBench(100, lowered(8, work.tin))],
  [/glues?|adhesives?|filler/g, onBench(104, lowered(8, work.gluePot))]
]

/** What a workshop holds. */
export const TOOLS: Lexicon<Posed> = [
  ...posed(lies, LYING),
  ...posed(stands, STANDING),
  [/aprons?/g, leans(work.apron)]
]

export const drawTool = stage({
  schemes: [...BOLD_SCHEMES, ...LIGHT_SCHEMES],
  items: TOOLS,
  others: [lies(hard.hammer), lies(hard.spanner), lies(hard.screwdriver)]
})
